package io.outrigger.interop.death;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.protocol.SessionStatistics;
import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process is stopped (SIGSTOP) in full flow, and goes on (SIGCONT) or is killed. */
@Timeout(300)
class StopTest {
  private static final Logger LOG = LoggerFactory.getLogger(StopTest.class);
  private static final int ROUNDS = 3;
  private static final int MORE = Scale.MESSAGES / 10;

  /** Noticed after 600 ms; what comes meanwhile waits for a minute. */
  private static final String IMPATIENT =
      "\"acknowledge.timeout.ms\": 200, \"missed.deadlines\": 3,"
          + " \"reconnect.timeout.ms\": 60000,";

  private static final Duration SILENCE = Duration.ofMillis(600);

  @TempDir Path folder;

  @Test
  void aStoppedHostIsNoticedAndLosesNothing() throws Exception {
    try (Scene scene = new Scene(folder, "", IMPATIENT, "")) {
      ChildProcess gateway = scene.startGateway();
      ChildProcess host = scene.startHost();
      for (int stop = 1; stop <= ROUNDS; stop++) {
        scene.awaitMore(MORE);
        // On a busy machine it may have been missed before.
        int lost = gateway.lines(Scene.LOST).size();
        long stopped = System.nanoTime();
        host.signal("STOP");
        Duration noticed = Duration.ofNanos(gateway.await(Scene.LOST, lost + 1).nanos() - stopped);
        LOG.info("a stopped host is noticed after {} ms of {}", noticed.toMillis(), SILENCE);
        // The last answer may be as old as the acknowledge time-out when the host stops.
        assertTrue(noticed.compareTo(SILENCE.minusMillis(200)) >= 0, noticed::toString);
        host.signal("CONT");
        gateway.await(Scene.RETURNED, lost + 1);
      }
      scene.awaitMore(MORE);
      requireNothingLost(scene, gateway, host);
    }
  }

  @Test
  void aStoppedGatewayIsWaitedForAndLosesNothing() throws Exception {
    Duration orphan = Duration.ofSeconds(10);
    String key = "\"orphan.timeout.ms\": " + orphan.toMillis() + ",";
    try (Scene scene = new Scene(folder, "", IMPATIENT, key)) {
      ChildProcess gateway = scene.startGateway();
      ChildProcess host = scene.startHost();
      scene.awaitMore(MORE);
      gateway.signal("STOP");
      assertFalse(host.endsWithin(orphan.plusSeconds(1)), host::output);
      gateway.signal("CONT");
      scene.awaitMore(MORE);
      requireNothingLost(scene, gateway, host);
    }
  }

  private static void requireNothingLost(Scene scene, ChildProcess gateway, ChildProcess host)
      throws Exception {
    gateway.signal("TERM");
    gateway.awaitExit(0);
    host.awaitExit(0);
    requireNothingLost(
        Direction.of(scene.publishedThere(), scene.handledThere(), 0), Counted.byProxy(gateway));
    requireNothingLost(
        Direction.of(scene.publishedBack(), scene.handledBack(), 0), Counted.byHost(host));
    assertEquals(1, scene.handledThere().size(), "modules made in the host");
  }

  private static void requireNothingLost(Direction direction, SessionStatistics counted) {
    LOG.info("{}; {}", direction, counted);
    assertEquals(direction.published(), direction.handled());
    assertEquals(direction.published(), counted.accepted());
    assertEquals(direction.published(), counted.delivered());
  }

  @Test
  void aStoppedHostMayBeReplaced() throws Exception {
    try (Scene scene = new Scene(folder, "", IMPATIENT, "")) {
      ChildProcess gateway = scene.startGateway();
      ChildProcess host = scene.startHost();
      scene.awaitMore(MORE);
      host.signal("STOP");
      gateway.await(Scene.LOST);
      host.kill();
      host = scene.startHost();
      gateway.await(Scene.RETURNED);
      scene.awaitMore(MORE);
      gateway.signal("TERM");
      gateway.awaitExit(0);
      host.awaitExit(0);
      SessionStatistics counted = Counted.byProxy(gateway);
      Direction there = Direction.of(scene.publishedThere(), scene.handledThere(), 0);
      LOG.info("a host is stopped and replaced: {}; {}", there, counted);
      assertEquals(there.published(), counted.accepted());
      Sums.check(there, counted, 0);
      assertTrue(counted.inDoubt() > 0 && counted.inDoubt() <= Scale.WINDOW, counted::toString);
      assertEquals(0, there.twice() + counted.undelivered());
    }
  }
}
