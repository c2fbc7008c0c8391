package io.outrigger.protocol.reqrep;

import io.outrigger.base.QueueBound;
import io.outrigger.configuration.ConfigurationObject;
import java.time.Duration;

/**
 * How much a sender keeps until it is answered, and how long it waits for that.
 *
 * @param messages the most of them ({@code window.messages}), up to 8192
 * @param bytes the most of them ({@code window.bytes}); a larger message passes alone
 * @param acknowledgeTimeout after which a silent peer is asked again ({@code
 *     acknowledge.timeout.ms})
 * @param missedDeadlines how often in a row until it counts as lost ({@code missed.deadlines})
 */
public record WindowLimits(
    int messages, long bytes, Duration acknowledgeTimeout, int missedDeadlines) {
  /** 1,024 messages, 1 MiB, a second, three times. */
  public static final WindowLimits DEFAULT =
      new WindowLimits(1024, 1L << 20, Duration.ofSeconds(1), 3);

  static WindowLimits ofGateway(ConfigurationObject configuration) {
    return read(
        configuration,
        configuration.integer("missed.deadlines", DEFAULT.missedDeadlines, 1, 1_000_000));
  }

  /** A host waits for its gateway as long as there is a connection. */
  static WindowLimits ofHost(ConfigurationObject configuration) {
    return read(configuration, Integer.MAX_VALUE);
  }

  private static WindowLimits read(ConfigurationObject configuration, int missedDeadlines) {
    return new WindowLimits(
        configuration.integer("window.messages", DEFAULT.messages, 1, RequestId.MAX_WINDOW),
        configuration.number("window.bytes", DEFAULT.bytes, 1, 1 << 30),
        configuration.milliseconds(
            "acknowledge.timeout.ms",
            DEFAULT.acknowledgeTimeout,
            Duration.ofMillis(10),
            Duration.ofHours(1)),
        missedDeadlines);
  }

  /** How much is kept. */
  QueueBound bound() {
    return new QueueBound(messages, bytes);
  }

  long acknowledgeNanos() {
    return acknowledgeTimeout.toNanos();
  }
}
