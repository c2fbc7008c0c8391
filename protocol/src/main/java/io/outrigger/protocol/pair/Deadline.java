package io.outrigger.protocol.pair;

import java.time.Duration;

/** A time by which something happens, or never. Immutable. */
final class Deadline {
  static final Deadline NEVER = new Deadline(0, false);

  private final long nanoTime;
  private final boolean finite;

  private Deadline(long nanoTime, boolean finite) {
    this.nanoTime = nanoTime;
    this.finite = finite;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos(), true);
  }

  boolean isFinite() {
    return finite;
  }

  boolean isOver() {
    return finite && System.nanoTime() - nanoTime >= 0;
  }

  /** 0 when it is over; the longest time there is for {@link #NEVER}. */
  long nanosLeft() {
    return finite ? Math.max(0, nanoTime - System.nanoTime()) : Long.MAX_VALUE;
  }

  /** As {@link #nanosLeft}, and never negative either. */
  Duration timeLeft() {
    return Duration.ofNanos(nanosLeft());
  }
}
