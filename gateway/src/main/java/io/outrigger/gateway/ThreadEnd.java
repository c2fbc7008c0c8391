package io.outrigger.gateway;

import io.outrigger.base.StopDeadline;
import java.time.Duration;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a thread that runs code of a module, which may hang. */
final class ThreadEnd {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadEnd.class);

  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

  private ThreadEnd() {}

  /**
   * Waits for the end of a thread; interrupts it when it has taken so long, or when the stop is
   * almost over, and gives it up when it doesn't end then.
   */
  static void await(Thread thread, String name, Duration timeout, StopDeadline stop)
      throws InterruptedException {
    if (!hasEnded(thread, StopDeadline.shorter(timeout, stop.untilKill()))) {
      thread.interrupt();
      // Not all that is left: what it hasn't taken is to be counted before the end.
      if (!hasEnded(thread, StopDeadline.shorter(AFTER_INTERRUPT, stop.left().dividedBy(2)))) {
        LOG.error("{}: hangs and is given up, {}", name, where(thread));
      }
    }
  }

  private static boolean hasEnded(Thread thread, Duration timeout) throws InterruptedException {
    thread.join(Math.max(1, timeout.toMillis())); // 0 would be without an end
    return !thread.isAlive();
  }

  /** Where a thread is, in code that isn't the JDK's. */
  static String where(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .filter(frame -> !String.valueOf(frame.getModuleName()).startsWith("java."))
        .findFirst()
        .map(frame -> "at " + frame)
        .orElse("at its end");
  }
}
