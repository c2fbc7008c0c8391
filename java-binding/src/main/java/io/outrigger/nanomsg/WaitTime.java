package io.outrigger.nanomsg;

import java.time.Duration;

/**
 * How long a call waits, in slices of at most 100 ms: between them it checks whether its thread was
 * interrupted.
 *
 * @param nanos negative for a call that doesn't wait at all
 */
record WaitTime(long nanos) {
  private static final int MAX_SLICE_MILLIS = 100;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Of a call that says that it would have to wait. */
  static final WaitTime NONE = new WaitTime(-1);

  static final WaitTime FOREVER = new WaitTime(Long.MAX_VALUE);

  /** Of this many milliseconds; without end if they are negative. */
  static WaitTime ofMillis(int millis) {
    return millis < 0 ? FOREVER : new WaitTime(millis * NANOS_PER_MILLI);
  }

  boolean isNone() {
    return nanos < 0;
  }

  /** Whether a wait is over that began at this {@link System#nanoTime}. */
  boolean isOver(long begin) {
    return left(begin) <= 0;
  }

  /** The next slice of a wait that began at this {@link System#nanoTime}; 0 if it is over. */
  int sliceMillis(long begin) {
    long left = left(begin);
    if (left >= MAX_SLICE_MILLIS * NANOS_PER_MILLI) {
      return MAX_SLICE_MILLIS;
    }
    return (int) ((Math.max(0, left) + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
  }

  private long left(long begin) {
    return nanos - (System.nanoTime() - begin);
  }

  Duration toDuration() {
    return this == FOREVER ? SocketOption.FOREVER : Duration.ofNanos(nanos);
  }
}
