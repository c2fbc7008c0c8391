package io.outrigger.base;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs short actions later, on one thread for the whole process. An action must not wait, and must
 * not throw.
 */
public final class Delays {
  private static final ScheduledThreadPoolExecutor EXECUTOR =
      new ScheduledThreadPoolExecutor(1, Delays::thread);

  static {
    EXECUTOR.setRemoveOnCancelPolicy(true);
  }

  private Delays() {}

  /** In the group of all threads: whoever needs it first, it is nobody's. */
  private static Thread thread(Runnable work) {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread thread = new Thread(group, work, "delays");
    thread.setDaemon(true);
    return thread;
  }

  /** Runs an action after that time, unless it is cancelled before. */
  public static Future<?> run(long nanos, Runnable action) {
    return EXECUTOR.schedule(action, nanos, TimeUnit.NANOSECONDS);
  }
}
