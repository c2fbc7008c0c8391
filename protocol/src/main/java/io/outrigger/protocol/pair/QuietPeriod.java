package io.outrigger.protocol.pair;

import java.time.Duration;

/**
 * When the other side has nothing more to say: no message has come for a while, neither since the
 * packet on the control channel that says so. The two channels are two connections, so that packet
 * may overtake messages. It reads no clock.
 */
final class QuietPeriod {
  /** How long nothing must have come. */
  static final long NANOS = Duration.ofMillis(50).toNanos();

  private Deadline earliest = Deadline.NEVER;

  /** The packet came. */
  void begin(long now) {
    earliest = Deadline.after(now, NANOS);
  }

  /**
   * In how many nanoseconds it will have been quiet if nothing comes; 0 when it is so now.
   *
   * @param channelNanos as the message channel alone has it
   */
  long nanosLeft(long now, long channelNanos) {
    return earliest.isFinite() ? Math.max(channelNanos, earliest.nanosLeft(now)) : channelNanos;
  }
}
