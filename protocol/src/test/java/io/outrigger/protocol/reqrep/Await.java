package io.outrigger.protocol.reqrep;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline that only a real fault reaches. */
public final class Await {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Await() {}

  /**
   * @param state is told when it takes too long
   */
  public static void until(BooleanSupplier condition, Supplier<?> state) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + DEADLINE + ": " + state.get());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
