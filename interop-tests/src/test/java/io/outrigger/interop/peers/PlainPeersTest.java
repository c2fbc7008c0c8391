package io.outrigger.interop.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** C programs that know nothing but the packets, of each kind, against a link of each side. */
@Timeout(180)
class PlainPeersTest {
  private static final int COUNT = 5000;
  private static final int FEWER = 2000;

  /** Of these, sent while the other peer floods; they find room in a window. */
  private static final int MEANWHILE = 200;

  private static final int RESEND_MILLIS = 50;
  private static final int NO_RESEND = 60_000;

  /**
   * No peer that answers is so slow that it would be asked again, which a plain one takes twice.
   */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private PlainPeers peers;

  @BeforeEach
  void meet() {
    peers = new PlainPeers(folder);
  }

  /** A host that answers not even CREATE can have no module. */
  @ParameterizedTest
  @CsvSource({"create, 300", "empty, 30000", "text, 30000"})
  void everyMessageReachesAPlainHostOnceAndInOrder(String kind, int silenceMillis)
      throws Exception {
    try (ChildProcess host = peers.receiver(peers.hostUrl(), kind);
        GatewayEnd gateway = new GatewayEnd(peers.gateway(Duration.ofMillis(silenceMillis)))) {
      gateway.create();
      for (int i = 0; i < COUNT; i++) {
        gateway.send(Arrivals.plain(i));
      }
      awaitDelivered(gateway.link::statistics, COUNT);
      host.await("packet 3 ", COUNT);
      // The last thing that is sent: whatever was sent twice was sent before.
      gateway.link.destroy(Duration.ofSeconds(1));
      host.await("packet 5 ");
      PlainPeers.end(host);
      assertEquals(Arrivals.upTo(COUNT), PlainPeers.numbers(host, PacketType.MESSAGE_RECEIVE));
      host.await("total " + (COUNT + 2));
      assertEquals(List.of(), gateway.events);
    }
  }

  @ParameterizedTest
  @CsvSource({"never, 300", "create, 300", "empty, 30000", "text, 30000"})
  void everyMessageReachesAPlainGatewayOnceAndInOrder(String kind, int silenceMillis)
      throws Exception {
    try (ChildProcess gateway = peers.receiver(peers.gatewayUrl(), kind)) {
      publish(Duration.ofMillis(silenceMillis), gateway);
      PlainPeers.end(gateway);
      assertEquals(Arrivals.upTo(COUNT), PlainPeers.numbers(gateway, PacketType.MESSAGE_PUBLISH));
      gateway.await("total " + COUNT);
    }
  }

  /** Returns when the receiver has told of all, and the link is closed. */
  private void publish(Duration silence, ChildProcess receiver) throws Exception {
    try (HostEnd host = new HostEnd(peers.host(silence));
        ChildProcess creator = peers.sender(peers.hostUrl(), "wait", 0, "receive", NO_RESEND)) {
      creator.await("created 1");
      for (int i = 0; i < COUNT; i++) {
        host.link.publish(Arrivals.plain(i));
      }
      awaitDelivered(host.link::statistics, COUNT);
      receiver.await("packet 4 ", COUNT);
      PlainPeers.end(creator);
    }
  }

  private static void awaitDelivered(Supplier<SessionStatistics> statistics, int count) {
    Await.until(
        () -> count + " delivered, but " + statistics.get(),
        () -> statistics.get().delivered() == count);
    assertEquals(0, statistics.get().pending());
    assertEquals(0, statistics.get().inDoubt());
  }

  @Test
  void aPlainGatewayThatWaitsIsAnsweredForEachMessageAndEachIsHandledOnce() throws Exception {
    try (HostEnd host = new HostEnd(peers.host(PATIENT));
        ChildProcess gateway =
            peers.sender(peers.hostUrl(), "wait", FEWER, "receive", RESEND_MILLIS)) {
      gateway.await("created 1");
      awaitReplies(gateway);
      assertEquals(Arrivals.upTo(FEWER), host.arrivals.ofPlain());
    }
  }

  @Test
  void aPlainHostThatWaitsIsAnsweredForEachMessageAndEachIsHandledOnce() throws Exception {
    try (ChildProcess receiver = peers.receiver(peers.hostUrl(), "create");
        GatewayEnd gateway = new GatewayEnd(peers.gateway(PATIENT)).create();
        ChildProcess host =
            peers.sender(peers.gatewayUrl(), "wait", FEWER, "publish", RESEND_MILLIS)) {
      awaitReplies(host);
      assertEquals(Arrivals.upTo(FEWER), gateway.arrivals.ofPlain());
      PlainPeers.end(receiver);
    }
  }

  private static void awaitReplies(ChildProcess sender) throws Exception {
    sender.await("sent " + FEWER);
    PlainPeers.end(sender);
    List<String> replies = sender.lines("reply ");
    for (int i = 0; i < replies.size(); i++) {
      assertEquals("reply " + i + " 0", replies.get(i));
    }
    assertEquals(FEWER, replies.size());
  }

  @Test
  void aPlainGatewayThatNeverWaitsLosesItsOwnAlone() throws Exception {
    try (HostEnd host = new HostEnd(peers.host(PATIENT));
        GatewayEnd gateway = new GatewayEnd(peers.gateway(PATIENT)).create()) {
      host.arrivals.hold();
      try (ChildProcess flood =
          peers.sender(peers.hostUrl(), "flood", FEWER, "receive", RESEND_MILLIS)) {
        // Its CREATE would wait behind messages that are held.
        flood.await("created 1");
        for (int i = 0; i < MEANWHILE; i++) {
          gateway.send(Arrivals.ofLink(i));
        }
        awaitResends(flood, host.link::statistics);
        host.arrivals.release();
        for (int i = MEANWHILE; i < FEWER; i++) {
          gateway.send(Arrivals.ofLink(i));
        }
        awaitDelivered(gateway.link::statistics, FEWER);
        checkFlood(flood, host.arrivals);
      }
    }
  }

  @Test
  void aPlainHostThatNeverWaitsLosesItsOwnAlone() throws Exception {
    try (HostEnd host = new HostEnd(peers.host(PATIENT));
        GatewayEnd gateway = new GatewayEnd(peers.gateway(PATIENT)).create()) {
      gateway.arrivals.hold();
      try (ChildProcess flood =
          peers.sender(peers.gatewayUrl(), "flood", FEWER, "publish", RESEND_MILLIS)) {
        for (int i = 0; i < MEANWHILE; i++) {
          host.link.publish(Arrivals.ofLink(i));
        }
        awaitTimers(flood);
        gateway.arrivals.release();
        for (int i = MEANWHILE; i < FEWER; i++) {
          host.link.publish(Arrivals.ofLink(i));
        }
        awaitDelivered(host.link::statistics, FEWER);
        Await.until(
            () -> "three resends, but " + gateway.link.statistics(),
            () -> gateway.link.statistics().duplicates() >= 3);
        checkFlood(flood, gateway.arrivals);
      }
    }
  }

  /** While nothing is handled, the last request is sent again and again. */
  private static void awaitResends(ChildProcess flood, Supplier<SessionStatistics> statistics) {
    flood.await("sent " + FEWER);
    long before = statistics.get().duplicates();
    Await.until(
        () -> "three resends, but " + statistics.get(),
        () -> statistics.get().duplicates() >= before + 3);
  }

  /**
   * A gateway receives nothing while it publishes, and nothing but the timer of the sender's socket
   * tells that it sends the last request again.
   */
  private static void awaitTimers(ChildProcess flood) {
    long sent = flood.await("sent " + FEWER).nanos();
    long resent = sent + TimeUnit.MILLISECONDS.toNanos(6L * RESEND_MILLIS);
    Await.until("the timers of three resends are over", () -> System.nanoTime() - resent > 0);
  }

  private static void checkFlood(ChildProcess flood, Arrivals arrivals) throws Exception {
    arrivals.awaitPlain(FEWER - 1);
    PlainPeers.end(flood);
    assertEquals(Arrivals.upTo(FEWER), arrivals.ofLink());
    List<Integer> arrived = arrivals.ofPlain();
    assertEquals(List.copyOf(new TreeSet<>(arrived)), arrived, "once, and in order");
  }
}
