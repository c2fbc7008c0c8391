package io.outrigger.protocol.reqrep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a host makes of its gateway's coming and going: it waits for it. That the gateway is another
 * one it learns from CREATE_REQUEST.
 */
final class GatewayWatch implements SenderObserver {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayWatch.class);

  private volatile RequestSender sender;
  private volatile boolean created;

  /** Begins. */
  void watch(RequestSender newSender) {
    sender = newSender;
    newSender.start();
  }

  /** The gateway, or another one, wants its module: it takes messages from now on. */
  void created() {
    created = true;
    sender.flow();
  }

  @Override
  public void connected(boolean settled) {
    LOG.debug("the gateway is there");
    if (!settled && created) {
      sender.askAgain();
    }
  }

  @Override
  public void disconnected() {
    LOG.info("the gateway went away");
  }

  @Override
  public void refused() {
    sender.askAgain();
  }

  @Override
  public void unanswered() {
    sender.startedOver();
    sender.flow();
  }

  @Override
  public void lost() {
    LOG.warn("the gateway does not answer any more");
  }

  @Override
  public void returned() {
    LOG.debug("the gateway answers again");
  }
}
