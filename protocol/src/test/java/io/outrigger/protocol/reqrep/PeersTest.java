package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Message;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.protocol.Sessions;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are slow, or that know nothing but the packets. */
@Timeout(120)
class PeersTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofMillis(300);

  @TempDir private Path folder;

  private ReqRepSettings settings(String listen, String remote, int messages) {
    WindowLimits limits = new WindowLimits(messages, 4 << 20, TIMEOUT, 2);
    return new ReqRepSettings(url(listen), url(remote), 1 << 20, limits, SOON);
  }

  private String url(String name) {
    return "ipc://" + folder.resolve(name);
  }

  @Test
  void aSlowModuleWithAFullWindowIsNeitherLostNorPlain() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Numbers handled = new Numbers();
    Received received = new Received();
    try (TestHost host = new TestHost(settings("host", "gateway", 4)).run();
        ReqRepGatewaySession link =
            Sessions.open(settings("gateway", "host", 4), "slow", received)) {
      host.module =
          message -> {
            await(release);
            handled.add(message);
          };
      link.awaitHost(SOON);
      link.create("{}", SOON);
      link.start();
      Background publisher =
          Background.run(
              () -> {
                for (int i = 0; i < 100; i++) {
                  Sessions.send(link, Numbers.message(i, 100));
                }
              });
      // Each of them is a deadline that went by, more than twice those after which a host is lost.
      Await.until(host.link::statistics, () -> host.link.statistics().duplicates() >= 6);
      assertEquals(4, link.statistics().pending());
      assertEquals(0, link.statistics().delivered());
      assertEquals(List.of(), received.events);
      release.countDown();
      publisher.await();
      handled.await(100);
      Await.until(link::statistics, () -> link.statistics().delivered() == 100);
      assertEquals(Numbers.upTo(100), handled.list());
      assertEquals(List.of(), received.events);
      assertEquals(0, link.statistics().inDoubt());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aPlainHostThatNeverAnswersMessagesGetsEachOnce() throws Exception {
    Received received = new Received();
    try (NanoSocket host = NanoSocket.open(Protocol.REP);
        ReqRepGatewaySession link =
            Sessions.open(settings("gateway", "host", 8), "plain", received)) {
      host.set(SocketOption.RECEIVE_TIMEOUT, SOON);
      host.bind(url("host"));
      Background creates =
          Background.run(
              () -> {
                byte[] packet = host.receive().orElseThrow();
                assertEquals(PacketType.CREATE_REQUEST, Packet.checkHeader(packet, packet.length));
                host.send(Packet.createReply(true));
              });
      link.awaitHost(SOON);
      link.create("{}", SOON);
      creates.await();
      link.start();
      Background publisher =
          Background.run(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  Sessions.send(link, Numbers.message(i, 100));
                }
              });
      assertEquals(Numbers.upTo(1000), numbers(host, PacketType.MESSAGE_RECEIVE));
      publisher.await();
      Await.until(link::statistics, () -> link.statistics().delivered() == 1000);
      // Nothing follows, however many deadlines go by.
      host.set(SocketOption.RECEIVE_TIMEOUT, TIMEOUT.multipliedBy(4));
      assertTrue(host.receive().isEmpty());
      assertEquals(List.of(), received.events);
    }
  }

  private static List<Integer> numbers(NanoSocket socket, PacketType type) throws Exception {
    Numbers numbers = new Numbers();
    while (numbers.count() < 1000) {
      byte[] packet = socket.receive().orElseThrow();
      assertEquals(type, Packet.checkHeader(packet, packet.length));
      int data = packet.length - Packet.DATA_OFFSET;
      Message message = MessageDecoder.decode(packet, Packet.DATA_OFFSET, data);
      numbers.add(message);
    }
    return numbers.list();
  }

  @Test
  void aPlainGatewayThatNeverAnswersMessagesGetsEachOnce() throws Exception {
    try (NanoSocket gateway = NanoSocket.open(Protocol.REP);
        NanoSocket creator = NanoSocket.open(Protocol.REQ);
        TestHost host = new TestHost(settings("host", "gateway", 8)).run()) {
      gateway.set(SocketOption.RECEIVE_TIMEOUT, SOON);
      creator.set(SocketOption.RECEIVE_TIMEOUT, SOON);
      gateway.bind(url("gateway"));
      creator.connect(url("host"));
      creator.send(Packet.createRequest("{}"));
      assertTrue(Packet.decodeCreateReply(creator.receive().orElseThrow()));
      Background publisher =
          Background.run(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  host.link.publish(Numbers.message(i, 100));
                }
              });
      assertEquals(Numbers.upTo(1000), numbers(gateway, PacketType.MESSAGE_PUBLISH));
      publisher.await();
      Await.until(host.link::statistics, () -> host.link.statistics().delivered() == 1000);
      gateway.set(SocketOption.RECEIVE_TIMEOUT, TIMEOUT.multipliedBy(4));
      assertTrue(gateway.receive().isEmpty());
      assertEquals(List.of("create {}", "start"), host.calls);
    }
  }
}
