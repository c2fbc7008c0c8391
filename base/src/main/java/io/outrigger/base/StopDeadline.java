package io.outrigger.base;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * By when a stop is to be over. Its last quarter, but at most 2 s, is for what is late then: at the
 * last call everything has to end, whatever it would have waited for; then processes get SIGTERM,
 * and then SIGKILL. All times are from now on, and zero when they are over. Any thread.
 */
public final class StopDeadline {
  private static final Duration LONGEST_RESERVE = Duration.ofSeconds(2);

  private final LongSupplier clock;
  private final Duration timeout;
  private final long end;
  private final long reserve;

  StopDeadline(Duration timeout, LongSupplier clock) {
    this.clock = clock;
    this.timeout = timeout;
    end = clock.getAsLong() + timeout.toNanos();
    reserve = shorter(timeout.dividedBy(4), LONGEST_RESERVE).toNanos();
  }

  /** A stop that begins now. */
  public static StopDeadline in(Duration timeout) {
    return new StopDeadline(timeout, System::nanoTime);
  }

  /** How long the whole stop may take. */
  public Duration timeout() {
    return timeout;
  }

  /** Until everything that still waits for its turn has to end. */
  public Duration untilLastCall() {
    return until(reserve);
  }

  /** Until processes that still run get SIGTERM. */
  public Duration untilTerminate() {
    return until(reserve * 3 / 4);
  }

  /** Until processes that still run get SIGKILL. */
  public Duration untilKill() {
    return until(reserve / 4);
  }

  /** Until nothing is waited for any longer. */
  public Duration left() {
    return until(0);
  }

  private Duration until(long beforeEnd) {
    return Duration.ofNanos(Math.max(0, end - beforeEnd - clock.getAsLong()));
  }

  public static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
