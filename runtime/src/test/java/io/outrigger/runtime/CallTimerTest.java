package io.outrigger.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CallTimerTest {
  private final CallTimer timer = new CallTimer();

  @Test
  void thereIsNoCallAtFirstAndNoneAfterItsEnd() {
    assertEquals(0, timer.began());
    timer.begin(ModuleCall.RECEIVE, 100);
    assertEquals(100, timer.began());
    timer.end();
    assertEquals(0, timer.began());
    assertEquals(0, timer.taken(100, 500));
  }

  @Test
  void aCallTakesTheTimeSinceItBegan() {
    timer.begin(ModuleCall.START, 100);
    assertEquals(ModuleCall.START, timer.call());
    assertEquals(0, timer.taken(100, 100));
    assertEquals(400, timer.taken(100, 500));
  }

  @Test
  void whatItWaitsInPublishDoesNotCount() {
    timer.begin(ModuleCall.RECEIVE, 100);
    timer.beginWait(150);
    assertEquals(50, timer.taken(100, 1000));
    timer.endWait(1150);
    assertEquals(50, timer.taken(100, 1150));
    timer.beginWait(1200);
    assertEquals(100, timer.taken(100, 9000));
    timer.endWait(9200);
    assertEquals(150, timer.taken(100, 9250));
  }

  @Test
  void theWaitsOfOneCallDoNotCountForTheNext() {
    timer.begin(ModuleCall.RECEIVE, 100);
    timer.beginWait(150);
    timer.endWait(1150);
    timer.end();
    timer.begin(ModuleCall.RECEIVE, 2000);
    assertEquals(500, timer.taken(2000, 2500));
  }

  @Test
  void aCallThatHasEndedTakesNothingThoughAnotherOneIsUnderWay() {
    timer.begin(ModuleCall.RECEIVE, 100);
    timer.end();
    timer.begin(ModuleCall.RECEIVE, 2000);
    assertEquals(0, timer.taken(100, 5000));
  }
}
