package io.outrigger.supervision;

import io.outrigger.configuration.ConfigurationObject;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when the next instance of a host follows one that has ended.
 *
 * @param when which ends are followed by another instance
 * @param initialBackoff how long to wait after the first failure, more or less; each further one
 *     doubles it
 * @param maxBackoff the longest wait
 * @param healthyAfter an instance that ran for so long is healthy: the next wait is the initial one
 * @param limit so many starts {@code within}; one more and the host is given up; 0: no limit
 */
public record RestartPolicy(
    When when,
    Duration initialBackoff,
    Duration maxBackoff,
    Duration healthyAfter,
    int limit,
    Duration within) {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Which ends are followed by another instance. */
  public enum When {
    NEVER,
    ON_FAILURE,
    ALWAYS
  }

  /** The defaults. */
  public static RestartPolicy of(When when) {
    return new RestartPolicy(
        when,
        Duration.ofMillis(500),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        20,
        Duration.ofSeconds(600));
  }

  /** Reads the object {@code restart}, if it is there; what is wrong is added to the problems. */
  public static RestartPolicy read(ConfigurationObject keys, When byDefault) {
    RestartPolicy defaults = of(byDefault);
    Optional<ConfigurationObject> restart = keys.object("restart");
    return restart.map(object -> read(object, defaults)).orElse(defaults);
  }

  private static RestartPolicy read(ConfigurationObject restart, RestartPolicy defaults) {
    Duration initial =
        restart.milliseconds("backoff.initial.ms", defaults.initialBackoff, SHORTEST, LONGEST);
    Duration max = restart.milliseconds("backoff.max.ms", defaults.maxBackoff, SHORTEST, LONGEST);
    if (max.compareTo(initial) < 0) {
      restart.problem("backoff.max.ms", "it is shorter than backoff.initial.ms: raise it");
    }
    RestartPolicy policy =
        new RestartPolicy(
            restart.choice("policy", defaults.when, '-'),
            initial,
            max,
            restart.milliseconds("healthy.after.ms", defaults.healthyAfter, SHORTEST, LONGEST),
            restart.integer("limit", defaults.limit, 0, 1_000_000),
            restart.milliseconds("within.ms", defaults.within, SHORTEST, LONGEST));
    restart.rejectUnknownKeys();
    return policy;
  }
}
