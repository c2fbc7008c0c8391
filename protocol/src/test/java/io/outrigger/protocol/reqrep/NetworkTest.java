package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.Sessions;
import io.outrigger.testsupport.Addresses;
import io.outrigger.testsupport.Await;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway's link and a host's, with a tcp network between them that fails. */
@Timeout(240)
class NetworkTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int COUNT = 100_000;
  private static final int CUTS = 40;

  private final int gatewayPort = Addresses.nextPort();
  private final int hostPort = Addresses.nextPort();
  private Forwarder toGateway;
  private Forwarder toHost;

  @BeforeEach
  void open() throws Exception {
    toGateway = new Forwarder(gatewayPort);
    toHost = new Forwarder(hostPort);
  }

  @AfterEach
  void close() throws Exception {
    toGateway.close();
    toHost.close();
  }

  private ReqRepSettings settings(int port, Forwarder remote, Duration timeout, int missed) {
    WindowLimits limits = new WindowLimits(1024, 4 << 20, timeout, missed);
    return new ReqRepSettings(Addresses.tcp(port), remote.url(), 1 << 20, limits, SOON);
  }

  private ReqRepGatewaySession openGateway(Received received, Duration timeout) throws Exception {
    return Sessions.open(settings(gatewayPort, toHost, timeout, 3), "module", received);
  }

  private TestHost startHost(Duration timeout) throws Exception {
    return new TestHost(settings(hostPort, toGateway, timeout, Integer.MAX_VALUE)).run();
  }

  private static void create(ReqRepGatewaySession link) throws Exception {
    link.awaitHost(SOON);
    link.create("{}", SOON);
    link.start();
  }

  @Test
  void connectionsThatBreakInFullFlowLoseAndRepeatNothing() throws Exception {
    // So long that a busy machine isn't taken for a peer that started over.
    Duration timeout = Duration.ofSeconds(20);
    Received atGateway = new Received();
    Numbers atHost = new Numbers();
    try (TestHost host = startHost(timeout);
        ReqRepGatewaySession link = openGateway(atGateway, timeout)) {
      host.module = atHost::add;
      create(link);
      Background down =
          Background.run(
              () -> {
                for (int i = 0; i < COUNT; i++) {
                  Sessions.send(link, Numbers.message(i, 100));
                }
              });
      Background up =
          Background.run(
              () -> {
                for (int i = 0; i < COUNT; i++) {
                  host.link.publish(Numbers.message(i, 100));
                }
              });
      cutOften(atHost, atGateway.numbers);
      down.await();
      up.await();
      atHost.await(COUNT);
      atGateway.numbers.await(COUNT);
      Await.until(link::statistics, () -> link.statistics().delivered() == COUNT);
      Await.until(host.link::statistics, () -> host.link.statistics().delivered() == COUNT);
      assertEquals(Numbers.upTo(COUNT), atHost.list());
      assertEquals(Numbers.upTo(COUNT), atGateway.numbers.list());
      countsAgree(link.statistics());
      countsAgree(host.link.statistics());
      assertEquals(List.of("create {}", "start"), host.calls);
      assertTrue(link.destroy(SOON));
    }
  }

  /** Spread over the whole of the flow, however fast this machine is. */
  private void cutOften(Numbers atHost, Numbers atGateway) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 1; i <= CUTS; i++) {
      int after = (int) ((long) COUNT * i / (CUTS + 1));
      Await.until(
          () -> atHost.count() + " and " + atGateway.count() + " came; seed " + seed,
          () -> atHost.count() >= after || atGateway.count() >= after);
      LockSupport.parkNanos(random.nextInt((int) TimeUnit.MILLISECONDS.toNanos(5)));
      Forwarder one = random.nextBoolean() ? toGateway : toHost;
      one.cut();
      if (random.nextInt(4) == 0) {
        (one == toHost ? toGateway : toHost).cut();
      }
    }
    assertTrue(toHost.connections() + toGateway.connections() > CUTS / 2, "too few connections");
  }

  private static void countsAgree(SessionStatistics counts) {
    assertEquals(COUNT, counts.accepted(), counts::toString);
    assertEquals(COUNT, counts.delivered(), counts::toString);
    assertEquals(COUNT, counts.received(), counts::toString);
    assertEquals(0, counts.inDoubt() + counts.undelivered() + counts.pending(), counts::toString);
  }

  @Test
  void aNetworkThatFallsSilentIsNoticedAndWhatWasUnderWayArrivesOnce() throws Exception {
    Duration timeout = Duration.ofMillis(200);
    Received received = new Received();
    try (TestHost host = startHost(timeout);
        ReqRepGatewaySession link = openGateway(received, timeout)) {
      create(link);
      Sessions.send(link, Numbers.message(0, 100));
      received.numbers.await(1);
      Await.until(link::statistics, () -> link.statistics().delivered() == 1);
      toHost.stop();
      for (int i = 1; i < 100; i++) {
        Sessions.send(link, Numbers.message(i, 100));
      }
      received.awaitEvents(1);
      assertTrue(
          received.events.get(0).startsWith("lost: it has not answered for 600 ms"),
          received.events.get(0));
      assertTrue(link.isConnected());
      assertEquals(99, link.statistics().pending());
      toHost.goOn();
      received.numbers.await(100);
      received.awaitEvents(2);
      Await.until(link::statistics, () -> link.statistics().delivered() == 100);
      assertEquals(Numbers.upTo(100), received.numbers.list());
      assertEquals(List.of("returned"), received.events.subList(1, 2));
      assertTrue(host.link.statistics().duplicates() > 0, "nothing was asked again");
      assertEquals(0, link.statistics().inDoubt());
    }
  }
}
