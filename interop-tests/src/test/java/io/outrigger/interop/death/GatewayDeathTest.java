package io.outrigger.interop.death;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.protocol.SessionStatistics;
import io.outrigger.runtime.ExitCode;
import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway is killed in full flow and another one started, while its host lives. */
@Timeout(900)
class GatewayDeathTest {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayDeathTest.class);

  /**
   * What the broker has taken and its sink has not handled dies with the gateway, though the host
   * knows it as delivered. With this, it is one message at the most.
   */
  private static final String ONE_IN_THE_INBOX = "\"inbox.messages\": 1,";

  private static final int INBOX = 1024;

  @TempDir Path folder;

  @Test
  void everyMessageIsAccountedForByAHostThatKeepsItsOneModule() throws Exception {
    try (Scene scene = new Scene(folder, ONE_IN_THE_INBOX, "", "")) {
      ChildProcess gateway = scene.startGateway();
      ChildProcess host = scene.startHost();
      for (int death = 1; death <= Scale.KILLS; death++) {
        scene.awaitFlow(Scale.share(death));
        gateway.kill();
        gateway = scene.startGateway();
        host.await("a gateway that started over is there", death);
      }
      scene.awaitFlow(Scale.MESSAGES);
      gateway.signal("TERM");
      gateway.awaitExit(0);
      host.awaitExit(ExitCode.OK.status());
      checkBack(scene, host);
      checkThere(scene, gateway);
      assertEquals(1, scene.handledThere().size(), "modules made in the host");
    }
  }

  private static void checkBack(Scene scene, ChildProcess host) {
    SessionStatistics counted = Counted.byHost(host);
    Direction back = Direction.of(scene.publishedBack(), scene.handledBack(), 0);
    LOG.info("{} kills of the gateway; from the host: {}; {}", Scale.KILLS, back, counted);
    assertEquals(back.published(), counted.accepted());
    assertEquals(0, counted.undelivered() + counted.pending());
    Sums.check(back, counted, Scale.KILLS);
    assertTrue(back.twice() <= Math.min(Scale.KILLS, counted.inDoubt()), "handled twice");
    assertTrue(back.lostBetween() <= (long) Scale.KILLS * (Scale.WINDOW + 1), back::toString);
    assertEquals(0, back.lostWithin() + back.lostAtEnd());
  }

  private static void checkThere(Scene scene, ChildProcess lastGateway) {
    SessionStatistics ofLast = Counted.byProxy(lastGateway);
    Direction there = Direction.of(scene.publishedThere(), scene.handledThere(), Scale.KILLS);
    LOG.info("to the host: {}; the last gateway: {}", there, ofLast);
    assertEquals(0, there.twice(), "handled twice");
    assertEquals(
        0, there.lostWithin() + there.lostBetween(), "lost by a link between two that lived");
    assertTrue(there.lostAtEnd() <= (long) Scale.KILLS * (Scale.WINDOW + INBOX), there::toString);
    assertEquals(ofLast.accepted(), ofLast.delivered(), ofLast::toString);
  }

  @Test
  void aHostEndsByItselfWhenNoGatewayReturns() throws Exception {
    Duration timeout = Duration.ofSeconds(10);
    String key = "\"orphan.timeout.ms\": " + timeout.toMillis() + ",";
    try (Scene scene = new Scene(folder, "", "", key)) {
      ChildProcess gateway = scene.startGateway();
      ChildProcess host = scene.startHost();
      scene.awaitFlow(1000);
      long killed = gateway.kill();
      host.awaitExit(ExitCode.ORPHANED.status());
      Duration lived = Duration.ofNanos(System.nanoTime() - killed);
      LOG.info("without a gateway the host lived {} ms of {}", lived.toMillis(), key);
      assertTrue(lived.compareTo(timeout) >= 0, lived::toString);
      assertEquals(1, host.lines("Duplex is destroyed").size(), host::output);
      SessionStatistics counted = Counted.byHost(host);
      Direction back = Direction.of(scene.publishedBack(), scene.handledBack(), 0);
      assertEquals(back.published(), counted.accepted());
      Sums.check(back, counted, INBOX);
    }
  }

  @Test
  void aHostEndsByItselfWhenNoGatewayCame() throws Exception {
    try (Scene scene = new Scene(folder, "", "", "\"orphan.timeout.ms\": 500,")) {
      ChildProcess host = scene.startHost();
      host.awaitExit(ExitCode.ORPHANED.status());
      assertEquals(0, scene.handledThere().size(), "modules made in the host");
    }
  }
}
