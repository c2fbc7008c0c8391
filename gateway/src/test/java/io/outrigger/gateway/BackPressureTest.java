package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.module.Message;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import io.outrigger.proxy.ProxySettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A publisher that is faster than its sink, for {@code outrigger.test.seconds}: it is slowed down,
 * and the heap doesn't grow.
 */
@Timeout(3600)
class BackPressureTest {
  private static final int SECONDS = Integer.getInteger("outrigger.test.seconds", 4);
  private static final int CONTENT = 8000;

  /** All that may be on the way: twice an inbox, a window and the eight that a listener holds. */
  private static final long MOST_BYTES = 2 * (1 + 1 + 8) * (1L << 20);

  @TempDir Path folder;
  private final TestModule source = new TestModule();

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Publishes for a third of the time, looks, and goes on. */
  private void publishAndWatch(Gateway gateway, String sink) throws Exception {
    gateway.start();
    long before = usedHeap();
    long begin = System.nanoTime();
    long published = 0;
    for (int third = 1; third <= 3; third++) {
      while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(SECONDS) * third / 3) {
        source.broker.publish(Message.of(new byte[CONTENT]));
        published++;
      }
      long grown = usedHeap() - before;
      assertTrue(grown < MOST_BYTES, () -> "the heap has grown by " + grown + " bytes");
    }
    LinkStatistics counts = gateway.statistics().link("source", sink);
    assertEquals(published, counts.published());
    assertEquals(0, counts.undelivered());
    // A sink of 1 ms a message can't have handled more, and the rest is bounded.
    long bound = SECONDS * 1000L + MOST_BYTES / CONTENT;
    long total = published;
    assertTrue(published < 2 * bound, () -> total + " published, at most " + bound + " fit");
  }

  @Test
  void aSlowModuleSlowsItsPublisher() throws Exception {
    TestModule sink = new TestModule();
    sink.onReceive =
        message -> {
          LockSupport.parkNanos(1_000_000);
          sink.received.clear();
        };
    try (Gateway gateway =
        Gateway.builder()
            .module("source", source)
            .module("sink", sink)
            .link("source", "sink")
            .build()) {
      publishAndWatch(gateway, "sink");
    }
  }

  @Test
  void aSlowModuleInItsOwnProcessSlowsItsPublisher() throws Exception {
    ReqRepSettings host = ReqRepSettings.ofHost(parse("host", "gateway", ""));
    FutureTask<HostSession.End> end = new FutureTask<>(() -> TestHost.run(host));
    Thread thread = new Thread(end, "test host");
    thread.setDaemon(true);
    thread.start();
    try (Gateway gateway =
        Gateway.builder()
            .module("source", source)
            .proxy(
                "remote",
                ProxySettings.ofProxy(
                    parse("gateway", "host", ", \"module.configuration\": \"slow\"")))
            .link("source", "remote")
            .build()) {
      publishAndWatch(gateway, "remote");
    }
    assertEquals(HostSession.End.DESTROYED, end.get());
  }

  private ConfigurationObject parse(String listen, String remote, String more) {
    return ConfigurationObject.parse(
        "args",
        "{\"listen.url\": \"ipc://"
            + folder.resolve(listen)
            + "\", \"remote.url\": \"ipc://"
            + folder.resolve(remote)
            + "\""
            + more
            + "}",
        new ConfigurationProblems());
  }
}
