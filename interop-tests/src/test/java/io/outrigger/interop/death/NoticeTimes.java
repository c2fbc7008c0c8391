package io.outrigger.interop.death;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long it took to notice each death. */
final class NoticeTimes {
  /** What is promised. */
  private static final Duration PROMISED = Duration.ofSeconds(1);

  /** A machine with more to do than it can may let anyone wait for once. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final List<Long> millis = new ArrayList<>();

  void add(long fromNanos, long toNanos) {
    millis.add(Duration.ofNanos(toNanos - fromNanos).toMillis());
    Collections.sort(millis);
  }

  /** Requires that one is noticed within 1 s, on a machine that has time for it. */
  void requireWithinASecond() {
    assertTrue(median() <= PROMISED.toMillis() && last() <= DEADLINE.toMillis(), this::toString);
  }

  private long median() {
    return millis.get(millis.size() / 2);
  }

  private long last() {
    return millis.get(millis.size() - 1);
  }

  @Override
  public String toString() {
    return "noticed after %d to %d ms, median %d ms".formatted(millis.get(0), last(), median());
  }
}
