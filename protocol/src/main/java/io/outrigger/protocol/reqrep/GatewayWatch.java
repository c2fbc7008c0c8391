package io.outrigger.protocol.reqrep;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a host learns about its gateway: it waits for one, up to a limit. */
final class GatewayWatch implements SenderObserver {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayWatch.class);

  private final Duration limit;
  private final Runnable orphaned;

  /**
   * @param orphaned is run when no gateway has been connected for that long, and again at each
   *     check
   */
  GatewayWatch(Duration limit, Runnable orphaned) {
    this.limit = limit;
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
  public void found(PeerEvent event) {
    if (event == PeerEvent.LOST) {
      LOG.warn("the gateway does not answer any longer");
    } else if (event == PeerEvent.RETURNED) {
      LOG.info("the gateway answers again");
    }
  }

  @Override
  public void checked(Outbox outbox) {
    if (outbox.disconnectedFor().compareTo(limit) > 0) {
      orphaned.run();
    }
  }
}
