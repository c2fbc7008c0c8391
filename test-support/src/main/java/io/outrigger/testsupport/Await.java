package io.outrigger.testsupport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or process does, with a deadline that only a fault reaches. */
public final class Await {
  /** Long enough for a machine that does much else. */
  public static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Await() {}

  /** Fails if the condition doesn't come true by the deadline. */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /**
   * Fails if the condition doesn't come true by the deadline.
   *
   * @param what was waited for, and what there was instead: asked when it fails
   */
  public static void until(Supplier<?> what, BooleanSupplier condition) {
    until(what, DEADLINE, condition);
  }

  /** Fails if the condition doesn't come true in that time, or if the thread is interrupted. */
  public static void until(Supplier<?> what, Duration deadline, BooleanSupplier condition) {
    long end = System.nanoTime() + deadline.toNanos();
    long pause = SHORTEST_PAUSE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + deadline.toSeconds() + " s: " + what.get());
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted, and not yet: " + what.get());
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  /** Waits until the thread has ended; the failure has the stack trace of one that hasn't. */
  public static void end(Thread thread) throws InterruptedException {
    thread.join(DEADLINE.toMillis());
    if (thread.isAlive()) {
      AssertionError error = new AssertionError(thread + " did not end");
      error.setStackTrace(thread.getStackTrace());
      throw error;
    }
  }
}
