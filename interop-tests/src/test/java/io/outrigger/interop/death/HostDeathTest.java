package io.outrigger.interop.death;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.protocol.SessionStatistics;
import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host is killed in full flow and another one started, again and again. */
@Timeout(900)
class HostDeathTest {
  private static final Logger LOG = LoggerFactory.getLogger(HostDeathTest.class);

  @TempDir Path folder;

  @Test
  void everyMessageIsAccountedForAndNoneIsHandledTwice() throws Exception {
    try (Scene scene = new Scene(folder, "", "\"reconnect.timeout.ms\": 600000,", "")) {
      HostDeaths deaths =
          HostDeaths.happen(scene, Scale.KILLS, death -> scene.awaitFlow(Scale.share(death)));
      LOG.info("{} kills of the host, {}", Scale.KILLS, deaths.noticed());
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
    assertEquals(0, counted.undelivered() + counted.pending());
    Sums.check(there, counted, 0);
    assertEquals(0, there.twice(), "handled twice");
    assertTrue(there.lostBetween() <= (long) Scale.KILLS * Scale.WINDOW, there::toString);
    assertEquals(0, there.lostWithin() + there.lostAtEnd());
  }

  private static void checkBack(Scene scene, ChildProcess gateway, ChildProcess lastHost) {
    SessionStatistics ofLast = Counted.byHost(lastHost);
    Direction back = Direction.of(scene.publishedBack(), scene.handledBack(), Scale.KILLS);
    LOG.info("from the host: {}; the last one: {}", back, ofLast);
    assertEquals(Counted.byProxy(gateway).received(), back.handled());
    assertEquals(0, back.twice(), "handled twice");
    assertEquals(
        0, back.lostWithin() + back.lostBetween(), "lost by a link between two that lived");
    assertTrue(back.lostAtEnd() <= (long) Scale.KILLS * Scale.WINDOW, back::toString);
    assertEquals(ofLast.accepted(), ofLast.delivered(), ofLast::toString);
  }
}
