package io.outrigger.runtime;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * After how long a call of a module counts as hanging, less what it waited in publish; zero: never.
 */
public record CallLimits(Duration create, Duration start, Duration receive, Duration destroy) {
  private static final Duration DEFAULT = Duration.ofSeconds(30);

  /** 30 s each. */
  public static final CallLimits DEFAULTS = new CallLimits(DEFAULT, DEFAULT, DEFAULT, DEFAULT);

  /** The limit in nanoseconds; {@link Long#MAX_VALUE} if there is none. */
  long nanos(ModuleCall call) {
    Duration limit =
        switch (call) {
          case CREATE -> create;
          case START -> start;
          case RECEIVE -> receive;
          case DESTROY -> destroy;
        };
    return limit.isZero() ? Long.MAX_VALUE : limit.toNanos();
  }

  /** The shortest limit in nanoseconds. */
  long shortest() {
    return Stream.of(ModuleCall.values()).mapToLong(this::nanos).min().orElseThrow();
  }
}
