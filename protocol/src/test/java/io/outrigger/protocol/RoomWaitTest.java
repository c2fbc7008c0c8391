package io.outrigger.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoomWaitTest {
  private static final long TIMEOUT = 1000;

  /** Looks when it is to; returns when the wait is over by that. */
  private static long over(RoomWait wait, long roomMade, long begin) {
    long now = begin;
    wait.look(roomMade, now);
    while (!wait.isOver()) {
      assertTrue(wait.nanosToLook() > 0);
      now += wait.nanosToLook();
      wait.look(roomMade, now);
    }
    assertEquals(0, wait.nanosToLook());
    return now;
  }

  @Test
  void itIsOverWhenNoRoomWasMadeForTheWholeTimeout() {
    RoomWait wait = new RoomWait(TIMEOUT, 5, 100);
    assertEquals(1100, over(wait, 5, 100));
    assertTrue(wait.stalls());
  }

  @Test
  void eachRoomThatIsMadeRestartsTheTimeout() {
    RoomWait wait = new RoomWait(TIMEOUT, 0, 0);
    long now = 0;
    for (int made = 1; made < 1000; made++) {
      now += 900;
      wait.look(made, now);
      assertFalse(wait.isOver());
    }
    assertEquals(now + TIMEOUT, over(wait, 999, now));
  }

  @Test
  void whoDoesNotKnowAtFirstWhatWasMadeWaitsFromTheFirstLook() {
    RoomWait wait = new RoomWait(TIMEOUT, -1, 0);
    assertEquals(1010, over(wait, 7, 10));
  }

  @Test
  void looksThatComeEarlyChangeNothing() {
    RoomWait wait = new RoomWait(TIMEOUT, 0, 0);
    for (long now = 0; now < TIMEOUT; now++) {
      wait.look(0, now);
      assertFalse(wait.isOver());
    }
    wait.look(0, TIMEOUT);
    assertTrue(wait.isOver());
  }

  @Test
  void aLookThatComesMuchTooLateCountsAsOneInTime() {
    RoomWait wait = new RoomWait(TIMEOUT, 0, 0);
    wait.look(0, 0);
    wait.look(0, 1_000_000);
    assertFalse(wait.isOver());
    assertTrue(over(wait, 0, 1_000_000) > 1_000_000 + TIMEOUT / 2);
  }

  @Test
  void aTimeoutOfZeroIsOverAtOnceAndStallsNothing() {
    RoomWait wait = new RoomWait(0, 0, 0);
    wait.look(1, 0);
    assertEquals(0, wait.nanosToLook());
    assertTrue(wait.isOver());
    assertFalse(wait.stalls());
    assertFalse(wait.extend());
  }

  @Test
  void itIsExtendedOnceUntilRoomIsMade() {
    RoomWait wait = new RoomWait(TIMEOUT, 0, 0);
    assertEquals(TIMEOUT, over(wait, 0, 0));
    assertTrue(wait.extend());
    assertEquals(2 * TIMEOUT, over(wait, 0, TIMEOUT));
    assertFalse(wait.extend());
    wait.look(1, 3000);
    assertEquals(4000, over(wait, 1, 3000));
    assertTrue(wait.extend());
  }

  @Test
  void aWaitWithoutLimitIsNeverOver() {
    RoomWait wait = new RoomWait(Long.MAX_VALUE / 2, 0, Long.MAX_VALUE - 5);
    wait.look(0, Long.MAX_VALUE - 5);
    wait.look(0, Long.MIN_VALUE + 5);
    assertTrue(wait.nanosToLook() > 0);
    assertFalse(wait.isOver());
  }
}
