package io.outrigger.gateway;

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
   * Waits for the end of a thread; interrupts it when the deadline is over, and gives it up when it
   * doesn't end then.
   */
  static void await(Thread thread, String name, Duration deadline) throws InterruptedException {
    if (!hasEnded(thread, deadline)) {
      thread.interrupt();
      if (!hasEnded(thread, AFTER_INTERRUPT)) {
        LOG.error("{}: hangs and is given up, {}", name, where(thread));
      }
    }
  }

  private static boolean hasEnded(Thread thread, Duration deadline) throws InterruptedException {
    thread.join(deadline.toMillis());
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
