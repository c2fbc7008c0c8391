package io.outrigger.interop.death;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.protocol.SessionStatistics;

/** What a link promises about its counts. */
final class Sums {
  private Sums() {}

  /**
   * Compares what a link has counted in its whole life with what its messages came to.
   *
   * @param unhandled how many at the most the other side's broker had taken, and its module had not
   *     handled when they died
   */
  static void check(Direction direction, SessionStatistics counted, long unhandled) {
    assertEquals(
        counted.accepted(),
        counted.delivered() + counted.inDoubt() + counted.undelivered() + counted.pending(),
        counted::toString);
    assertTrue(
        counted.delivered() <= direction.handled() + unhandled
            && direction.handled() <= counted.delivered() + counted.inDoubt(),
        () -> direction + "; " + counted);
  }
}
