package io.outrigger.benchmarks;

import java.time.Duration;

/**
 * How long a benchmark takes and how far its numbers can be trusted.
 *
 * @param forks how often processes are started: a JVM compiles differently each time, and a process
 *     is faster or slower, in C as in Java, by where its memory happens to lie
 * @param rounds of each language, alternately, for each fork; a row is the median of all of them
 * @param warmUp before the first round, for each kind of work
 * @param round how long one round takes, about
 */
public record Effort(int forks, int rounds, Duration warmUp, Duration round) {
  /** For numbers to keep. */
  public static final Effort FULL = new Effort(4, 4, Duration.ofSeconds(2), Duration.ofMillis(500));

  /** Under two minutes. */
  public static final Effort QUICK =
      new Effort(1, 3, Duration.ofMillis(600), Duration.ofMillis(150));

  /** Only shows that everything works. */
  public static final Effort SMOKE = new Effort(1, 1, Duration.ofMillis(10), Duration.ofMillis(10));

  @Override
  public String toString() {
    return "%d starts of %d rounds of %d ms after %d ms of warm-up"
        .formatted(forks, rounds, round.toMillis(), warmUp.toMillis());
  }
}
