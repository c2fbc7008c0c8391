package io.outrigger.gateway;

import java.time.Duration;

/**
 * What a link does when its sink has no room.
 *
 * @param timeout with {@link OverflowPolicy#WAIT}: a publisher waits until the sink has made no
 *     room for so long; then the sink is stalled. If it is zero, nobody waits, and nothing stalls
 */
public record LinkSettings(OverflowPolicy overflow, Duration timeout) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

  /** Waits until the sink has made no room for 1 s. */
  public static final LinkSettings DEFAULT = new LinkSettings(OverflowPolicy.WAIT, DEFAULT_TIMEOUT);

  long timeoutNanos() {
    return timeout.toNanos();
  }
}
