package io.outrigger.protocol;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that a sink is stalled, why, and that it isn't any longer.
 *
 * @param name of the module
 * @param failing what it doesn't do, such as "its host has made no room"
 * @param question what to look at
 */
public record StallLog(String name, String failing, String question) {
  private static final Logger LOG = LoggerFactory.getLogger(StallLog.class);

  public void begun(long timeoutNanos) {
    LOG.warn(
        "{} takes nothing: {} for {} ms (timeout.ms). Until a quarter of its room is free, messages"
            + " for it are undelivered at once: {}",
        name,
        failing,
        TimeUnit.NANOSECONDS.toMillis(timeoutNanos),
        advice());
  }

  /**
   * Since when, and what to do.
   *
   * @param since of {@link System#nanoTime}
   */
  public String why(long since) {
    return name + " takes nothing: " + failing + " for " + seconds(since) + ": " + advice();
  }

  public void ended(long since) {
    LOG.info("{} takes messages again, after {}", name, seconds(since));
  }

  private String advice() {
    return question
        + ". If it is only slow, set a longer timeout.ms, or when.full to drop.oldest or"
        + " drop.newest";
  }

  private static String seconds(long since) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since) + " s";
  }
}
