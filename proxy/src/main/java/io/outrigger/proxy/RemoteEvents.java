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

  RemoteEvents(String module) {
    this.module = module;
  }

  void setBroker(Broker given) {
    broker = given;
  }

  @Override
  public void published(Message message) {
    try {
      broker.publish(message);
    } catch (RuntimeException e) {
      refusals.warn("{}: what it published is refused: {}", module, e.getMessage());
    }
  }

  @Override
  public void hostLost(String reason) {
    LOG.warn("{}: the host is lost: {}", module, reason);
  }

  @Override
  public void hostReturned() {
    LOG.info("{}: a host is there again and has created the module", module);
  }
}
