package io.outrigger.proxy;

import io.outrigger.base.BoundedLog;
import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewayLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a link tells its proxy. Called on threads of the link. */
final class RemoteEvents implements GatewayLink.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyModule.class);

  private final String module;
  private final Broker broker;
  private final BoundedLog refusals = new BoundedLog(LOG);

  RemoteEvents(String module, Broker broker) {
    this.module = module;
    this.broker = broker;
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
