package io.outrigger.nanomsg;

import java.time.Duration;

/**
 * How long a call waits, and the slices in which it does so in the library: equal ones of at most
 * 100 ms. Between them the call looks whether its thread was interrupted.
 */
record WaitTime(long nanos, int sliceMillis) {
  static final int MAX_SLICE_MILLIS = 100;

  static final WaitTime FOREVER = new WaitTime(Long.MAX_VALUE, MAX_SLICE_MILLIS);

  /** Of this many milliseconds; for ever if they are negative. */
  static WaitTime ofMillis(int millis) {
    if (millis < 0) {
      return FOREVER;
    }
    int slices = Math.max(1, ceil(millis, MAX_SLICE_MILLIS));
    return new WaitTime(millis * 1_000_000L, ceil(millis, slices));
  }

  private static int ceil(int dividend, int divisor) {
    return (int) (((long) dividend + divisor - 1) / divisor);
  }

  Duration toDuration() {
    return this == FOREVER ? SocketOption.FOREVER : Duration.ofNanos(nanos);
  }

  long sliceNanos() {
    return sliceMillis * 1_000_000L;
  }
}
