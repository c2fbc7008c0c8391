package io.outrigger.protocol.reqrep;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a host hears of its gateway's coming and going: it waits, but not for ever. */
final class GatewayWatch implements SenderObserver {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayWatch.class);

  private final Duration patience;
  private final Runnable orphaned;

  /**
   * @param orphaned is run when no gateway has been connected for that long, and again at each look
   */
  GatewayWatch(Duration patience, Runnable orphaned) {
    this.patience = patience;
    this.orphaned = orphaned;
  }

  @Override
  public void connected() {
    LOG.debug("the gateway is there");
  }

  @Override
  public void disconnected() {
    LOG.info("the gateway went away");
  }

  @Override
  public void lost() {
    LOG.warn("the gateway does not answer any more");
  }

  @Override
  public void returned() {
    LOG.info("the gateway answers again");
  }

  @Override
  public void looked(Outbox outbox) {
    if (outbox.disconnectedFor().compareTo(patience) > 0) {
      orphaned.run();
    }
  }
}
