package io.outrigger.base;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs short actions later, on one thread for the whole process. An action must not wait, and must
 * not throw.
 */
public final class Delays {
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private static final ScheduledThreadPoolExecutor EXECUTOR =
      new ScheduledThreadPoolExecutor(1, Delays::thread);

  static {
    EXECUTOR.setRemoveOnCancelPolicy(true);
  }

  private Delays() {}

  /** In the group of all threads: it belongs to no module, also if one needs it first. */
  private static Thread thread(Runnable work) {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread thread = new Thread(group, work, "delays", 0, false);
    thread.setContextClassLoader(null);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Whether an action runs so long after its time that the whole process may have stood still: with
   * a paused container, for instance. What others did or didn't do meanwhile means nothing then.
   *
   * @param due when it was to run, of {@link System#nanoTime}
   */
  public static boolean isLate(long due, long now) {
    return now - due > LATE_NANOS;
  }

  /** Runs an action after that time, unless it is cancelled before. */
  public static Future<?> run(long nanos, Runnable action) {
    return EXECUTOR.schedule(action, nanos, TimeUnit.NANOSECONDS);
  }
}
