package io.outrigger.gateway;

import io.outrigger.configuration.ConfigurationObject;
import java.time.Duration;

/**
 * What a link does when its sink's inbox is full.
 *
 * @param timeout how long a publisher waits, with {@link WhenFull#WAIT}
 */
record LinkRule(WhenFull whenFull, Duration timeout) {
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** Reads the rule's keys from a link of the configuration. */
  static LinkRule read(ConfigurationObject link) {
    WhenFull whenFull = link.choice("when.full", WhenFull.WAIT);
    Duration timeout =
        link.milliseconds("timeout.ms", DEFAULT_TIMEOUT, Duration.ZERO, Duration.ofDays(1));
    if (whenFull != WhenFull.WAIT && link.has("timeout.ms")) {
      link.problem("timeout.ms", "this link drops and never waits: leave the key out");
    }
    return new LinkRule(whenFull, timeout);
  }

  long timeoutNanos() {
    return timeout.toNanos();
  }
}
