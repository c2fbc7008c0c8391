package io.outrigger.nanomsg;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline that only a real fault reaches. */
final class Await {
  static final Duration DEADLINE = Duration.ofSeconds(60);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + DEADLINE + ": " + what);
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  /** Until this many peers are there. */
  static void connections(NanoSocket socket, int count) {
    until(
        count + " connections of " + socket,
        () -> socket.statistic(Statistic.CURRENT_CONNECTIONS) >= count);
  }

  /** Until the thread has ended. */
  static void end(Thread thread) throws InterruptedException {
    thread.join(DEADLINE.toMillis());
    if (thread.isAlive()) {
      AssertionError error = new AssertionError(thread + " did not end");
      error.setStackTrace(thread.getStackTrace());
      throw error;
    }
  }
}
