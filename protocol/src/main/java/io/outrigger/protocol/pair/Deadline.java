package io.outrigger.protocol.pair;

import java.time.Duration;

/**
 * A time by which something happens, or never, in nanoseconds of a clock that the caller reads.
 * Immutable.
 */
final class Deadline {
  static final Deadline NEVER = new Deadline(0, false);

  private final long nanoTime;
  private final boolean finite;

  private Deadline(long nanoTime, boolean finite) {
    this.nanoTime = nanoTime;
    this.finite = finite;
  }

  static Deadline after(long now, Duration time) {
    return after(now, time.toNanos());
  }

  static Deadline after(long now, long nanos) {
    return new Deadline(now + nanos, true);
  }

  boolean isFinite() {
    return finite;
  }

  boolean isOver(long now) {
    return finite && now - nanoTime >= 0;
  }

  /** 0 when it is over; {@link Long#MAX_VALUE} for {@link #NEVER}. */
  long nanosLeft(long now) {
    return finite ? Math.max(0, nanoTime - now) : Long.MAX_VALUE;
  }
}
