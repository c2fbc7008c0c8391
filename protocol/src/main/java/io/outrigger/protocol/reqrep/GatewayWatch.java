package io.outrigger.protocol.reqrep;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a host learns about its gateway: it waits for one, up to a limit. */
final class GatewayWatch implements SenderObserver {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayWatch.class);

  private final ReqRepSettings settings;
  private final Runnable orphaned;

  /** That no gateway is there was told. */
  private boolean told;

  /**
   * @param orphaned is run when no gateway has been connected for too long, and again at each check
   */
  GatewayWatch(ReqRepSettings settings, Runnable orphaned) {
    this.settings = settings;
    this.orphaned = orphaned;
  }

  @Override
  public void connected() {
    LOG.debug("the gateway is there");
    told = false;
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
    Duration absence = outbox.disconnectedFor();
    if (!told && absence.compareTo(ReqRepSettings.CONNECTED_WITHIN) > 0) {
      told = true;
      LOG.warn(
          "no gateway has listened at {} for {} ms: if it runs, that must be its listen.url"
              + " (remote.url here)",
          settings.remoteUrl(),
          ReqRepSettings.CONNECTED_WITHIN.toMillis());
    }
    if (absence.compareTo(settings.absence()) > 0) {
      orphaned.run();
    }
  }
}
