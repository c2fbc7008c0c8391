package io.outrigger.protocol.pair;

import java.time.Duration;

/**
 * Times in nanoseconds since this class was loaded. They are never negative and never come to
 * {@link #NEVER}, so deadlines compare as numbers.
 */
final class PairTime {
  static final long NEVER = Long.MAX_VALUE;

  /**
   * After a packet that says that the other side has no more to say, and after its last message,
   * nothing must come for so long. The two channels are two connections, so that packet may
   * overtake messages.
   */
  static final long QUIET_NANOS = Duration.ofMillis(50).toNanos();

  private static final long BEGIN = System.nanoTime();

  private PairTime() {}

  static long now() {
    return System.nanoTime() - BEGIN;
  }
}
