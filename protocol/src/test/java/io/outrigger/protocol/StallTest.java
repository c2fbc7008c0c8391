package io.outrigger.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StallTest {
  private final Stall stall = new Stall();

  @Test
  void itEndsWhenRoomWasMadeAndAQuarterIsFree() {
    assertFalse(stall.isStalled());
    stall.begin(10, 1000);
    assertTrue(stall.isStalled());
    assertEquals(1000, stall.since());
    assertFalse(stall.endIf(11, false));
    assertTrue(stall.isStalled());
    assertTrue(stall.endIf(12, true));
    assertFalse(stall.isStalled());
    assertFalse(stall.endIf(13, true)); // it ends once
  }

  @Test
  void roomThatWasThereAllTheTimeDoesNotEndIt() {
    stall.begin(10, 1000); // for a message that is larger than all of the room
    assertFalse(stall.endIf(10, true));
    assertTrue(stall.isStalled());
    assertTrue(stall.endIf(11, true));
  }
}
