package io.outrigger.base;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Logs at most once a second, and says how many lines it left out. */
public final class BoundedLog {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private long lastNanos = System.nanoTime() - INTERVAL_NANOS;
  private long leftOut;

  public BoundedLog(Logger log) {
    this.log = log;
  }

  public synchronized void warn(String format, Object... arguments) {
    if (isDue()) {
      log.warn(format + leftOut(), arguments);
      leftOut = 0;
    }
  }

  /**
   * Logs a line.
   *
   * @param line is asked for only if it is logged
   */
  public synchronized void warn(Supplier<String> line) {
    if (isDue()) {
      log.warn("{}{}", line.get(), leftOut());
      leftOut = 0;
    }
  }

  private boolean isDue() {
    long now = System.nanoTime();
    boolean due = now - lastNanos >= INTERVAL_NANOS;
    if (due) {
      lastNanos = now;
    } else {
      leftOut++;
    }
    return due;
  }

  private String leftOut() {
    return leftOut == 0 ? "" : " (and " + leftOut + " more like it)";
  }
}
