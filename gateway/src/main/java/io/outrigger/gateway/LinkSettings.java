package io.outrigger.gateway;

import java.time.Duration;

/**
 * What a link does when its sink has no room.
 *
 * @param timeout how long a publisher waits, with {@link OverflowPolicy#WAIT}
 */
public record LinkSettings(OverflowPolicy overflow, Duration timeout) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** Waits for up to 10 s. */
  public static final LinkSettings DEFAULT = new LinkSettings(OverflowPolicy.WAIT, DEFAULT_TIMEOUT);

  long timeoutNanos() {
    return timeout.toNanos();
  }
}
