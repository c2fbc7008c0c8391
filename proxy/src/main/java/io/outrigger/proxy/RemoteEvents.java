package io.outrigger.proxy;

import io.outrigger.base.BoundedLog;
import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewaySession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a session tells its proxy. Called on threads of the session. */
final class RemoteEvents implements GatewaySession.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyModule.class);

  private final String module;

  /** Set before the session is open. */
  private volatile Broker broker;

  private final BoundedLog refusals = new BoundedLog(LOG);
  private volatile boolean publishing;

  private final Runnable returned;

  /**
   * @param returned run when a host has created the module again
   */
  RemoteEvents(String module, Runnable returned) {
    this.module = module;
    this.returned = returned;
  }

  void setBroker(Broker given) {
    broker = given;
  }

  /** Whether something that the module published is on its way in the gateway. Any thread. */
  boolean isPublishing() {
    return publishing;
  }

  @Override
  public void published(Message message) {
    publishing = true;
    try {
      broker.publish(message);
    } catch (RuntimeException e) {
      refusals.warn("{}: what it published is refused: {}", module, e.getMessage());
    } finally {
      publishing = false;
    }
  }

  @Override
  public void hostLost(String reason) {
    LOG.warn("{}: the host is lost: {}", module, reason);
  }

  @Override
  public void hostReturned() {
    LOG.info("{}: a host is there again and has created the module", module);
    returned.run();
  }
}
