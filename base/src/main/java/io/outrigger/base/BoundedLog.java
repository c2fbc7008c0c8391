package io.outrigger.base;

import java.util.concurrent.TimeUnit;
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
    long now = System.nanoTime();
    if (now - lastNanos < INTERVAL_NANOS) {
      leftOut++;
      return;
    }
    log.warn(format + (leftOut == 0 ? "" : " (and " + leftOut + " more like it)"), arguments);
    lastNanos = now;
    leftOut = 0;
  }
}
