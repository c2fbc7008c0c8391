package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.GatewaySession;
import io.outrigger.protocol.Sessions;
import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway starts over while the host's module waits to publish to it. The new one takes nothing
 * before its module is created: they must not wait for each other.
 */
@Timeout(120)
class StartedOverTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int WINDOW = 4;

  /** Publishes more for each message than a window holds. */
  private static final int PUBLISHED_FOR_EACH = 10;

  @TempDir private Path folder;

  private final Received received = new Received();
  private final AtomicInteger published = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private TestHost host;

  private ReqRepSettings settings(String listen, String remote) {
    WindowLimits limits = new WindowLimits(WINDOW, 4 << 20, Duration.ofSeconds(1), 3);
    return new ReqRepSettings(url(listen), url(remote), 1 << 20, limits, SOON);
  }

  private String url(String name) {
    return "ipc://" + folder.resolve(name);
  }

  private GatewaySession gateway(GatewaySession.Listener owner, String configuration)
      throws Exception {
    ReqRepGatewaySession link = Sessions.open(settings("gateway", "host"), "eager", owner);
    link.awaitHost(SOON);
    link.create(configuration, SOON);
    link.start();
    return link;
  }

  /** A gateway that handles nothing goes, with a module that waits for it and has more to do. */
  @BeforeEach
  void aGatewayGoesWhileTheModuleWaits() throws Exception {
    host = new TestHost(settings("host", "gateway")).run();
    host.module = message -> publishMany();
    try (GatewaySession link = gateway(new Deaf(), "{}")) {
      for (int i = 0; i < WINDOW; i++) {
        Sessions.send(link, Numbers.message(i, 100));
      }
      Await.until(host.link::statistics, () -> host.link.statistics().pending() == WINDOW);
      Await.until(host.link::statistics, () -> host.link.statistics().received() == 1);
      // The repeat of the first comes after the others, by the same connection.
      Await.until(host.link::statistics, () -> host.link.statistics().duplicates() > 0);
    }
  }

  private void publishMany() {
    for (int i = 0; i < PUBLISHED_FOR_EACH; i++) {
      try {
        host.link.publish(Numbers.message(published.get(), 100));
        published.incrementAndGet();
      } catch (PublishException e) {
        refused.incrementAndGet();
      }
    }
  }

  @Test
  void theNewOneFindsTheModuleAndGetsWhatItPublishes() throws Exception {
    try (TestHost closed = host;
        GatewaySession link = gateway(received, "{}")) {
      Sessions.send(link, Numbers.message(WINDOW, 100));
      int all = (WINDOW + 1) * PUBLISHED_FOR_EACH;
      Await.until(published::get, () -> published.get() == all);
      Await.until(closed.link::statistics, () -> closed.link.statistics().pending() == 0);
      // What the old one had is in doubt, and doesn't come; the rest comes.
      List<Integer> came = received.numbers.list();
      int first = came.get(0);
      assertTrue(first <= WINDOW, came::toString);
      assertEquals(Numbers.upTo(all).subList(first, all), came);
      assertEquals(0, refused.get());
      assertEquals(List.of("create {}", "start"), closed.calls);
    }
  }

  @Test
  void aNewOneWithAnotherConfigurationHasTheModuleReplaced() throws Exception {
    try (TestHost closed = host;
        GatewaySession link = gateway(received, "[]")) {
      Await.until(closed.calls::toString, () -> closed.calls.size() == 5);
      assertEquals(List.of("create {}", "start", "destroy", "create []", "start"), closed.calls);
      int old = WINDOW * PUBLISHED_FOR_EACH;
      assertEquals(old, published.get() + refused.get());
      received.numbers.await(published.get() - WINDOW);
      Sessions.send(link, Numbers.message(WINDOW, 100));
      Await.until(
          published::get, () -> published.get() + refused.get() == old + PUBLISHED_FOR_EACH);
      received.numbers.await(published.get() - WINDOW);
    }
  }

  /** Never comes back from a message before its link is closed. */
  private static final class Deaf implements GatewaySession.Listener {
    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public void published(Message message) {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void hostLost(String reason) {
      // It goes first.
    }

    @Override
    public void hostReturned() {
      // It never went.
    }
  }
}
