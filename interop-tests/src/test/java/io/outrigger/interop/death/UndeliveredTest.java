package io.outrigger.interop.death;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.interop.modules.Journal;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host that stays away for longer than {@code reconnect.timeout.ms}. */
@Timeout(300)
class UndeliveredTest {
  private static final Logger LOG = LoggerFactory.getLogger(UndeliveredTest.class);

  @TempDir Path folder;

  @Test
  void whatFindsNoRoomMeanwhileIsUndeliveredAndCountedAndTheRestArrives() throws Exception {
    try (Scene scene = new Scene(folder, "", "\"reconnect.timeout.ms\": 300,", "")) {
      ChildProcess gateway = scene.startGateway();
      ChildProcess host = scene.startHost();
      scene.awaitMore(10_000);
      host.kill();
      awaitPublished(scene, 20_000);
      host = scene.startHost();
      gateway.await(Scene.RETURNED);
      scene.awaitMore(10_000);
      gateway.signal("TERM");
      gateway.awaitExit(0);
      host.awaitExit(0);
      check(scene, gateway);
    }
  }

  /** Waits until the gateway's source has published more, whatever becomes of it. */
  private static void awaitPublished(Scene scene, int more) {
    Journal published = scene.publishedThere().get(0);
    long before = published.size();
    Await.until(
        () -> more + " more messages published; " + scene, () -> published.size() >= before + more);
  }

  private static void check(Scene scene, ChildProcess gateway) {
    SessionStatistics counted = Counted.byProxy(gateway);
    Direction there = Direction.of(scene.publishedThere(), scene.handledThere(), 0);
    long undelivered = Counted.onLink(gateway, "source -> remote", "undelivered");
    LOG.info("{}; {}; {} undelivered", there, counted, undelivered);
    assertTrue(undelivered >= 20_000 - 2 * Scale.WINDOW, "undelivered: " + undelivered);
    assertEquals(Counted.onLink(gateway, "source -> remote", "delivered"), counted.accepted());
    assertEquals(
        Counted.onLink(gateway, "source -> remote", "published"), counted.accepted() + undelivered);
    assertEquals(0, counted.undelivered() + counted.pending() + there.twice());
    Sums.check(there, counted, 0);
    // The source's last call may have been interrupted: published, by the link's count.
    long lost = there.published() - there.handled();
    assertTrue(lost <= undelivered + counted.inDoubt() && lost >= undelivered - 1, there::toString);
  }
}
