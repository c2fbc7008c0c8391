package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.nanomsg.NanoDevice;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.Sessions;
import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A nanomsg device on each way between a gateway and a host: it adds a word to each route. */
@Timeout(120)
class DeviceBetweenTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final int COUNT = 10_000;

  @TempDir private Path folder;

  private NanoDevice toHost;
  private NanoDevice toGateway;

  @BeforeEach
  void startDevices() {
    toHost = device("to.host", "host");
    toGateway = device("to.gateway", "gateway");
  }

  @AfterEach
  void endDevices() {
    toHost.close();
    toGateway.close();
  }

  private NanoDevice device(String front, String back) {
    NanoSocket listener = NanoSocket.openRaw(Protocol.REP);
    NanoSocket sender = NanoSocket.openRaw(Protocol.REQ);
    listener.bind(url(front));
    sender.connect(url(back));
    return NanoDevice.start(listener, sender);
  }

  private String url(String name) {
    return "ipc://" + folder.resolve(name);
  }

  private TestHost host() throws Exception {
    return new TestHost(settings("host", "to.gateway", Integer.MAX_VALUE)).run();
  }

  private ReqRepGatewaySession gateway(Received received) throws Exception {
    return Sessions.open(settings("gateway", "to.host", 3), "behind a device", received);
  }

  private ReqRepSettings settings(String listen, String remote, int missed) {
    WindowLimits limits = new WindowLimits(64, 1 << 20, TIMEOUT, missed);
    return new ReqRepSettings(url(listen), url(remote), 1 << 20, limits, SOON);
  }

  @Test
  void allThatPassesDevicesComesBackFromAnEchoOnce() throws Exception {
    Received received = new Received();
    try (TestHost host = host();
        ReqRepGatewaySession link = gateway(received)) {
      link.awaitHost(SOON);
      link.create("{}", SOON);
      link.start();
      for (int i = 0; i < COUNT; i++) {
        Sessions.send(link, Numbers.message(i, 100));
      }
      received.numbers.await(COUNT);
      assertEquals(Numbers.upTo(COUNT), received.numbers.list());
      Await.until(link::statistics, () -> link.statistics().delivered() == COUNT);
      Await.until(host.link::statistics, () -> host.link.statistics().delivered() == COUNT);
      assertTrue(link.destroy(SOON));
      assertEquals(List.of("create {}", "start", "destroy"), host.calls);
    }
  }

  /**
   * The gateway's connection is to the device, and stays: answers alone tell that it is another.
   */
  @Test
  void anotherHostBehindTheDeviceIsNoticedByItsAnswers() throws Exception {
    Received received = new Received();
    Numbers handled = new Numbers();
    try (ReqRepGatewaySession link = gateway(received)) {
      try (TestHost host = host()) {
        host.module = handled::add;
        link.awaitHost(SOON);
        link.create("{}", SOON);
        link.start();
        Sessions.send(link, Numbers.message(0, 100));
        Await.until(link::statistics, () -> link.statistics().delivered() == 1);
      }
      try (TestHost host = host()) {
        host.module = handled::add;
        AtomicInteger next = new AtomicInteger(1);
        // Also while the new host refuses all, the oldest packet is asked about.
        Await.until(
            host.calls::toString,
            () -> {
              Sessions.trySend(link, Numbers.message(next.getAndIncrement(), 100));
              return host.calls.size() == 2;
            });
        int end = next.get() + 100;
        for (int i = next.get(); i < end; i++) {
          Sessions.send(link, Numbers.message(i, 100));
        }
        Await.until(link::statistics, () -> link.statistics().pending() == 0);
        SessionStatistics counts = link.statistics();
        assertEquals(counts.accepted(), counts.delivered() + counts.inDoubt(), counts::toString);
        assertEquals(counts.delivered(), handled.count(), counts::toString);
        assertTrue(counts.delivered() > 100, counts::toString);
      }
    }
  }
}
