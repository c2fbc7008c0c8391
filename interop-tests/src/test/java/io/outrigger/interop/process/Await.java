package io.outrigger.interop.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does. */
public final class Await {
  /** Long enough for a machine that does much else. */
  public static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();

  private Await() {}

  /** Fails if the condition doesn't come true by the deadline. */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    until(what, DEADLINE, condition);
  }

  /** Fails if the condition doesn't come true in that time. */
  public static void until(Supplier<String> what, Duration deadline, BooleanSupplier condition) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + deadline.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
