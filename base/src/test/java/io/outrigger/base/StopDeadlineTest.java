package io.outrigger.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopDeadlineTest {
  private long now = -5_000_000;

  private StopDeadline in(long millis) {
    return new StopDeadline(Duration.ofMillis(millis), () -> now);
  }

  private static void expect(StopDeadline stop, long call, long term, long kill, long end) {
    assertEquals(call, stop.untilLastCall().toMillis(), "last call");
    assertEquals(term, stop.untilTerminate().toMillis(), "SIGTERM");
    assertEquals(kill, stop.untilKill().toMillis(), "SIGKILL");
    assertEquals(end, stop.left().toMillis(), "end");
  }

  @Test
  void whatIsLateGetsSigterm1500MsAndSigkill500MsBeforeTheEnd() {
    expect(in(8_000), 6_000, 6_500, 7_500, 8_000);
    expect(in(60_000), 58_000, 58_500, 59_500, 60_000);
  }

  @Test
  void inAShortStopOnlyTheLastQuarterIsForWhatIsLate() {
    expect(in(800), 600, 650, 750, 800);
  }

  @Test
  void timesThatAreOverAreZero() {
    StopDeadline stop = in(8_000);
    now += 7_000_000_000L;
    expect(stop, 0, 0, 500, 1_000);
    now += 7_000_000_000L;
    expect(stop, 0, 0, 0, 0);
  }
}
