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

/**
 * A gateway of {@code pair} is killed in full flow and another one started, while its host lives.
 */
@Timeout(900)
class PairGatewayDeathTest {
  private static final Logger LOG = LoggerFactory.getLogger(PairGatewayDeathTest.class);

  /** What the broker has taken dies with the gateway, though the host knows it as delivered. */
  private static final String ONE_IN_THE_INBOX = "\"inbox.messages\": 1,";

  /** One in the sink's inbox, one in its hand, and one that waits for room. */
  private static final int READ_BY_GATEWAY = 3;

  private static final int INBOX = 1024;

  @TempDir Path folder;

  @Test
  void messagesFlowAgainEachTimeWithAFreshModuleAndNoneIsHandledTwice() throws Exception {
    try (Scene scene =
        new Scene(Wiring.PAIR, Answering.class, folder, ONE_IN_THE_INBOX, "", PairScale.EXIT)) {
      ChildProcess gateway = scene.startGateway();
      ChildProcess host = scene.startHost();
      for (int death = 1; death <= PairScale.KILLS; death++) {
        scene.awaitMore(PairScale.MORE);
        gateway.kill();
        gateway = scene.startGateway();
        host.await("Answering is created", death + 1);
      }
      scene.awaitMore(PairScale.MORE);
      gateway.signal("TERM");
      gateway.awaitExit(0);
      host.awaitExit(0);
      checkBack(scene, host);
      checkThere(scene, gateway);
      assertEquals(PairScale.KILLS + 1, scene.handledThere().size(), "modules made in the host");
    }
  }

  private static void checkBack(Scene scene, ChildProcess host) {
    SessionStatistics counted = Counted.byHost(host);
    Direction back = Direction.of(scene.publishedBack(), scene.handledBack(), 0);
    LOG.info("{} kills of the gateway; from the host: {}; {}", PairScale.KILLS, back, counted);
    assertEquals(back.published(), counted.accepted());
    PairScale.checkSums(back, counted, PairScale.KILLS * READ_BY_GATEWAY);
    assertEquals(0, back.twice(), "handled twice");
    assertEquals(0, back.lostWithin(), back::toString);
  }

  private static void checkThere(Scene scene, ChildProcess lastGateway) {
    SessionStatistics ofLast = Counted.byProxy(lastGateway);
    Direction there = Direction.of(scene.publishedThere(), scene.handledThere(), PairScale.KILLS);
    LOG.info("to the host: {}; the last gateway: {}", there, ofLast);
    assertEquals(0, there.twice(), "handled twice");
    assertEquals(0, there.lostWithin() + there.lostBetween(), there::toString);
    assertTrue(
        there.lostAtEnd() <= PairScale.KILLS * (PairScale.IN_BUFFERS + INBOX), there::toString);
    assertEquals(ofLast.accepted(), ofLast.delivered(), ofLast::toString);
  }
}
