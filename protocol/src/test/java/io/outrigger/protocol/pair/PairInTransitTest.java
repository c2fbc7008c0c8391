package io.outrigger.protocol.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PairInTransitTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final InTransit inTransit = new InTransit();

  private void send(int count, int size, long now) {
    for (int i = 0; i < count; i++) {
      inTransit.sent(size, now);
    }
  }

  @Test
  void whatWentOutWithinTwoSecondsMayBeLostAndCountsOnce() {
    send(3, 100, 0);
    send(2, 100, SECOND);
    assertEquals(2, inTransit.takeLost(2 * SECOND + 1));
    assertEquals(0, inTransit.takeLost(2 * SECOND + 1));
  }

  @Test
  void noMoreIsLostThanTheBuffersHold() {
    send(5000, 100, 0);
    int small = inTransit.takeLost(0);
    assertTrue(small > 300 && small < 400, small + " small ones");
    send(5000, 100_000, 0);
    assertEquals(3, inTransit.takeLost(0));
  }

  @Test
  void nothingIsLostAfterAnEndInOrder() {
    send(3, 100, 0);
    inTransit.clear();
    assertEquals(0, inTransit.takeLost(0));
  }
}
