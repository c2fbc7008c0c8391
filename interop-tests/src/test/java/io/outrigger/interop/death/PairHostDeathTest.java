package io.outrigger.interop.death;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.interop.modules.Answering;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host of {@code pair} is killed in full flow and another one started, again and again. */
@Timeout(900)
class PairHostDeathTest {
  private static final Logger LOG = LoggerFactory.getLogger(PairHostDeathTest.class);

  /** So that the gateway has more to read than it takes when the host dies. */
  private static final String ONE_IN_THE_INBOX = "\"inbox.messages\": 1,";

  private static final String PATIENT = "\"reconnect.timeout.ms\": 600000,";

  @TempDir Path folder;

  @Test
  void messagesFlowAgainEachTimeAndNoneIsHandledTwice() throws Exception {
    try (Scene scene =
        new Scene(
            Wiring.PAIR, Answering.class, folder, ONE_IN_THE_INBOX, PATIENT, PairScale.EXIT)) {
      HostDeaths deaths =
          HostDeaths.happen(scene, PairScale.KILLS, death -> scene.awaitMore(PairScale.MORE));
      LOG.info("{} kills of the host, {}", PairScale.KILLS, deaths.noticed());
      checkThere(scene, deaths.gateway());
      checkBack(scene, deaths.gateway(), deaths.lastHost());
      deaths.noticed().requireWithinASecond();
    }
  }

  private static void checkThere(Scene scene, ChildProcess gateway) {
    SessionStatistics counted = Counted.byProxy(gateway);
    Direction there = Direction.of(scene.publishedThere(), scene.handledThere(), 0);
    LOG.info("to the host: {}; {}", there, counted);
    assertEquals(there.published(), counted.accepted());
    PairScale.checkSums(there, counted, PairScale.KILLS * PairScale.READ_BY_HOST);
    assertEquals(0, there.twice(), "handled twice");
    assertEquals(0, there.lostWithin() + there.lostAtEnd(), there::toString);
  }

  private static void checkBack(Scene scene, ChildProcess gateway, ChildProcess lastHost) {
    SessionStatistics ofLast = Counted.byHost(lastHost);
    Direction back = Direction.of(scene.publishedBack(), scene.handledBack(), PairScale.KILLS);
    LOG.info("from the host: {}; the last one: {}", back, ofLast);
    assertEquals(Counted.byProxy(gateway).received(), back.handled());
    assertEquals(0, back.twice(), "handled twice");
    assertEquals(0, back.lostWithin() + back.lostBetween(), back::toString);
    assertTrue(back.lostAtEnd() <= PairScale.KILLS * PairScale.IN_BUFFERS, back::toString);
    assertEquals(ofLast.accepted(), ofLast.delivered(), ofLast::toString);
  }
}
