package io.outrigger.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.outrigger.protocol.SessionStatistics;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private final Silence silence = new Silence();

  private static SessionStatistics session(long accepted, long delivered) {
    return new SessionStatistics(accepted, delivered, 0, 0, accepted - delivered, 0, 0, 0);
  }

  @Test
  void aHostForWhichNothingWaitsIsNotSilent() {
    silence.observe(session(5, 5), false, 0);
    assertEquals(0, silence.observe(session(5, 5), false, 1000));
  }

  @Test
  void itIsSilentWhileMessagesWaitAndNoneIsTaken() {
    silence.observe(session(5, 4), false, 0);
    assertEquals(700, silence.observe(session(9, 4), false, 700));
    assertEquals(1000, silence.observe(session(9, 4), false, 1000));
  }

  @Test
  void oneMessageThatIsTakenEndsTheSilence() {
    silence.observe(session(5, 3), false, 0);
    assertEquals(0, silence.observe(session(9, 4), false, 1000));
    assertEquals(100, silence.observe(session(9, 4), false, 1100));
  }

  @Test
  void aModuleThatWaitsForTheGatewayIsNotSilent() {
    silence.observe(session(5, 3), false, 0);
    assertEquals(0, silence.observe(session(5, 3), true, 1000));
    assertEquals(100, silence.observe(session(5, 3), false, 1100));
  }
}
