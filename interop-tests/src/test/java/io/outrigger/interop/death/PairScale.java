package io.outrigger.interop.death;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.protocol.SessionStatistics;

/** How much the tests of {@code pair} do, and what that protocol promises. */
final class PairScale {
  /** At least 10; {@code -Doutrigger.kill.kills} for more. */
  static final int KILLS = Math.max(10, Scale.KILLS);

  /** So many messages pass each way before a death. */
  static final int MORE = Scale.MESSAGES / 50;

  /** The host's key for an end with its gateway's, comma and all. */
  static final String EXIT = "\"on.gateway.gone\": \"exit\",";

  /** What the connection can hold of a killed process's messages: {@code docs/protocols.md}. */
  static final int IN_BUFFERS = 1024;

  /** What a host has read and its module not handled. */
  static final int READ_BY_HOST = 2 * 256;

  private PairScale() {}

  /**
   * Compares what a link has counted in its whole life with what its messages came to.
   *
   * @param read how many at the most the other side's processes had read, and not handled when they
   *     were killed
   */
  static void checkSums(Direction direction, SessionStatistics counted, int read) {
    assertEquals(0, counted.inDoubt() + counted.pending(), counted::toString);
    assertEquals(
        counted.accepted(), counted.delivered() + counted.undelivered(), counted::toString);
    assertTrue(
        counted.delivered() <= direction.handled() + read
            && direction.handled() <= counted.delivered() + KILLS * IN_BUFFERS
            && direction.handled() <= counted.accepted(),
        () -> direction + "; " + counted);
  }
}
