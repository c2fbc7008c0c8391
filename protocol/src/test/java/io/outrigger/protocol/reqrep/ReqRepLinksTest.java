package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.protocol.HostLink;
import io.outrigger.protocol.LinkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ReqRepLinksTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private ReqRepSettings settings(String listen, String remote) {
    return new ReqRepSettings(
        listen, remote, 1 << 20, WindowLimits.DEFAULT, ReqRepSettings.DEFAULT_RECONNECT_TIMEOUT);
  }

  private String url(String transport, String side) throws IOException {
    if (transport.equals("ipc")) {
      return "ipc://" + folder.resolve(side);
    }
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "tcp://127.0.0.1:" + free.getLocalPort();
    }
  }

  private static Message message(int number, int size) {
    return Message.of(ByteBuffer.allocate(size).putInt(0, number).array());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipc", "tcp"})
  void aBurstComesBackFromAnEchoWholeInOrderAndOnce(String transport) throws Exception {
    String gatewayUrl = url(transport, "gateway");
    String hostUrl = url(transport, "host");
    Received received = new Received();
    int count = 100_000;
    try (EchoHost host = new EchoHost(settings(hostUrl, gatewayUrl)).run()) {
      try (ReqRepGatewayLink link =
          ReqRepGatewayLink.open(settings(gatewayUrl, hostUrl), "echo", received)) {
        link.awaitHost(SOON);
        link.create("{}", SOON);
        link.start();
        for (int i = 0; i < count; i++) {
          link.receive(message(i, 100));
        }
        assertTrue(received.awaitNumbers(count), () -> received.numbers().size() + " came");
        assertTrue(link.destroy(SOON));
        assertEquals(IntStream.range(0, count).boxed().toList(), received.numbers());
        assertEquals(count, link.statistics().delivered());
        assertEquals(count, link.statistics().received());
        assertEquals(0, link.statistics().pending());
      }
      assertEquals(HostLink.End.DESTROYED, host.awaitEnd());
      assertEquals(count, host.link.statistics().delivered());
      assertEquals(List.of("create {}", "start", "destroy"), host.calls);
    }
  }

  @Test
  void aHostThatComesLaterIsWaitedFor() throws Exception {
    Received received = new Received();
    String gatewayUrl = url("ipc", "gateway");
    String hostUrl = url("ipc", "host");
    try (ReqRepGatewayLink link =
        ReqRepGatewayLink.open(settings(gatewayUrl, hostUrl), "echo", received)) {
      assertThrows(LinkException.class, () -> link.awaitHost(Duration.ofMillis(200)));
      try (EchoHost host = new EchoHost(settings(hostUrl, gatewayUrl)).run()) {
        link.awaitHost(SOON);
        link.create("null", SOON);
        assertEquals("create null", host.calls.get(0));
      }
    }
  }

  @Test
  void aModuleThatCannotBeCreatedIsReported() throws Exception {
    String gatewayUrl = url("ipc", "gateway");
    String hostUrl = url("ipc", "host");
    try (EchoHost host = new EchoHost(settings(hostUrl, gatewayUrl))) {
      host.creates = false;
      host.run();
      try (ReqRepGatewayLink link =
          ReqRepGatewayLink.open(settings(gatewayUrl, hostUrl), "echo", new Received())) {
        link.awaitHost(SOON);
        LinkException refused = assertThrows(LinkException.class, () -> link.create("{}", SOON));
        assertTrue(refused.getMessage().contains("could not create"), refused::getMessage);
      }
      assertEquals(HostLink.End.CREATE_FAILED, host.awaitEnd());
    }
  }

  @Test
  void aHostThatStartsOverGetsTheModuleAgainAndWhatWaited() throws Exception {
    String gatewayUrl = url("ipc", "gateway");
    String hostUrl = url("ipc", "host");
    Received received = new Received();
    try (ReqRepGatewayLink link =
        ReqRepGatewayLink.open(settings(gatewayUrl, hostUrl), "echo", received)) {
      try (EchoHost host = new EchoHost(settings(hostUrl, gatewayUrl)).run()) {
        link.awaitHost(SOON);
        link.create("{}", SOON);
        link.start();
        link.receive(message(1, 4));
        assertTrue(received.awaitNumbers(1));
        assertEquals(List.of("create {}", "start"), host.calls);
        Await.until(() -> link.statistics().delivered() == 1, link::statistics);
      }
      assertTrue(received.awaitEvents(1));
      link.receive(message(2, 4));
      link.receive(message(3, 4));
      try (EchoHost host = new EchoHost(settings(hostUrl, gatewayUrl)).run()) {
        assertTrue(received.awaitNumbers(3));
        assertEquals(List.of("create {}", "start"), host.calls);
      }
      assertEquals(List.of(1, 2, 3), received.numbers());
      assertEquals("returned", received.events().get(1));
      assertEquals(0, link.statistics().inDoubt());
    }
  }

  @Test
  void aGatewayThatStartsOverFindsTheModule() throws Exception {
    String gatewayUrl = url("ipc", "gateway");
    String hostUrl = url("ipc", "host");
    try (EchoHost host = new EchoHost(settings(hostUrl, gatewayUrl)).run()) {
      for (int i = 0; i < 3; i++) {
        Received received = new Received();
        try (ReqRepGatewayLink link =
            ReqRepGatewayLink.open(settings(gatewayUrl, hostUrl), "echo", received)) {
          link.awaitHost(SOON);
          link.create("{}", SOON);
          link.start();
          link.receive(message(i, 4));
          assertTrue(received.awaitNumbers(1));
        }
      }
      assertEquals(List.of("create {}", "start"), host.calls);
    }
  }

  @Test
  void aMessageAboveTheLimitIsRefusedWithBothNumbers() throws Exception {
    String gatewayUrl = url("ipc", "gateway");
    String hostUrl = url("ipc", "host");
    Received received = new Received();
    try (EchoHost host = new EchoHost(settings(hostUrl, gatewayUrl)).run();
        ReqRepGatewayLink link =
            ReqRepGatewayLink.open(settings(gatewayUrl, hostUrl), "echo", received)) {
      link.awaitHost(SOON);
      link.create("{}", SOON);
      link.start();
      MessageTooLargeException refused =
          assertThrows(
              MessageTooLargeException.class, () -> link.receive(message(1, (1 << 20) - 13)));
      assertEquals((1 << 20) + 1, refused.size());
      assertEquals(1 << 20, refused.limit());
      link.receive(message(2, (1 << 20) - 14));
      assertTrue(received.awaitNumbers(1));
      assertEquals(0, host.link.statistics().refused());
    }
  }

  @Test
  void aHostWithoutAGatewayEnds() throws Exception {
    ReqRepSettings impatient =
        new ReqRepSettings(
            url("ipc", "host"),
            url("ipc", "gateway"),
            1 << 20,
            WindowLimits.DEFAULT,
            Duration.ofMillis(200));
    try (EchoHost host = new EchoHost(impatient).run()) {
      assertEquals(HostLink.End.ORPHANED, host.awaitEnd());
    }
  }
}
