package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.MessageTooLargeException;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.Sessions;
import io.outrigger.testsupport.Addresses;
import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ReqRepLinksTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The serialized form of a message without properties and content. */
  private static final int EMPTY_MESSAGE_BYTES = 14;

  @TempDir private Path folder;

  private ReqRepSettings settings(String listen, String remote) {
    return new ReqRepSettings(
        listen, remote, 1 << 20, WindowLimits.DEFAULT, ReqRepSettings.DEFAULT_RECONNECT_TIMEOUT);
  }

  private String url(String transport, String side) {
    return transport.equals("ipc") ? "ipc://" + folder.resolve(side) : Addresses.tcp();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipc", "tcp"})
  void aBurstComesBackFromAnEchoWholeInOrderAndOnce(String transport) throws Exception {
    String gatewayUrl = url(transport, "gateway");
    String hostUrl = url(transport, "host");
    Received received = new Received();
    int count = 100_000;
    try (TestHost host = new TestHost(settings(hostUrl, gatewayUrl)).run()) {
      try (ReqRepGatewaySession link =
          Sessions.open(settings(gatewayUrl, hostUrl), "echo", received)) {
        link.awaitHost(SOON);
        link.create("{}", SOON);
        link.start();
        for (int i = 0; i < count; i++) {
          Sessions.send(link, Numbers.message(i, 100));
        }
        received.numbers.await(count);
        assertTrue(link.destroy(SOON));
        assertEquals(Numbers.upTo(count), received.numbers.list());
        assertEquals(count, link.statistics().delivered());
        assertEquals(count, link.statistics().received());
        assertEquals(0, link.statistics().pending());
      }
      assertEquals(HostSession.End.DESTROYED, host.awaitEnd());
      assertEquals(count, host.link.statistics().delivered());
      assertEquals(List.of("create {}", "start", "destroy"), host.calls);
    }
  }

  @Test
  void aHostThatComesLaterIsWaitedFor() throws Exception {
    Received received = new Received();
    String gatewayUrl = url("ipc", "gateway");
    String hostUrl = url("ipc", "host");
    try (ReqRepGatewaySession link =
        Sessions.open(settings(gatewayUrl, hostUrl), "echo", received)) {
      assertThrows(SessionException.class, () -> link.awaitHost(Duration.ofMillis(200)));
      try (TestHost host = new TestHost(settings(hostUrl, gatewayUrl)).run()) {
        link.awaitHost(SOON);
        link.create("null", SOON);
        assertEquals("create null", host.calls.get(0));
      }
    }
  }

  @Test
  void whatIsPublishedAfterTheSessionWasClosedIsRefused() throws Exception {
    ReqRepHostSession session =
        ReqRepHostSession.open(settings(url("ipc", "host"), url("ipc", "gateway")));
    session.close();
    assertThrows(PublishException.class, () -> session.publish(Numbers.message(0, 100)));
  }

  @Test
  void aModuleThatCannotBeCreatedIsReported() throws Exception {
    String gatewayUrl = url("ipc", "gateway");
    String hostUrl = url("ipc", "host");
    try (TestHost host = new TestHost(settings(hostUrl, gatewayUrl))) {
      host.creates = false;
      host.run();
      try (ReqRepGatewaySession link =
          Sessions.open(settings(gatewayUrl, hostUrl), "echo", new Received())) {
        link.awaitHost(SOON);
        SessionException refused =
            assertThrows(SessionException.class, () -> link.create("{}", SOON));
        assertTrue(refused.getMessage().contains("could not create"), refused::getMessage);
      }
      assertEquals(HostSession.End.CREATE_FAILED, host.awaitEnd());
    }
  }

  @Test
  void aHostThatStartsOverGetsTheModuleAgainAndWhatWaited() throws Exception {
    String gatewayUrl = url("ipc", "gateway");
    String hostUrl = url("ipc", "host");
    Received received = new Received();
    try (ReqRepGatewaySession link =
        Sessions.open(settings(gatewayUrl, hostUrl), "echo", received)) {
      try (TestHost host = new TestHost(settings(hostUrl, gatewayUrl)).run()) {
        link.awaitHost(SOON);
        link.create("{}", SOON);
        link.start();
        Sessions.send(link, Numbers.message(1, 4));
        received.numbers.await(1);
        assertEquals(List.of("create {}", "start"), host.calls);
        Await.until(link::statistics, () -> link.statistics().delivered() == 1);
      }
      received.awaitEvents(1);
      Sessions.send(link, Numbers.message(2, 4));
      Sessions.send(link, Numbers.message(3, 4));
      try (TestHost host = new TestHost(settings(hostUrl, gatewayUrl)).run()) {
        received.numbers.await(3);
        assertEquals(List.of("create {}", "start"), host.calls);
      }
      assertEquals(List.of(1, 2, 3), received.numbers.list());
      received.awaitEvents(2);
      assertEquals("returned", received.events.get(1));
      assertEquals(0, link.statistics().inDoubt());
    }
  }

  @Test
  void aGatewayThatStartsOverFindsTheModule() throws Exception {
    String gatewayUrl = url("ipc", "gateway");
    String hostUrl = url("ipc", "host");
    try (TestHost host = new TestHost(settings(hostUrl, gatewayUrl)).run()) {
      for (int i = 0; i < 3; i++) {
        Received received = new Received();
        try (ReqRepGatewaySession link =
            Sessions.open(settings(gatewayUrl, hostUrl), "echo", received)) {
          link.awaitHost(SOON);
          link.create("{}", SOON);
          link.start();
          Sessions.send(link, Numbers.message(i, 4));
          received.numbers.await(1);
        }
      }
      assertEquals(List.of("create {}", "start"), host.calls);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipc", "tcp"})
  void aMessageAboveTheLimitIsRefusedWithBothNumbers(String transport) throws Exception {
    String gatewayUrl = url(transport, "gateway");
    String hostUrl = url(transport, "host");
    Received received = new Received();
    int limit = 1 << 20;
    int most = limit - EMPTY_MESSAGE_BYTES;
    try (TestHost host = new TestHost(settings(hostUrl, gatewayUrl)).run();
        ReqRepGatewaySession link =
            Sessions.open(settings(gatewayUrl, hostUrl), "echo", received)) {
      link.awaitHost(SOON);
      link.create("{}", SOON);
      link.start();
      refuses(limit, () -> Sessions.send(link, Numbers.message(0, most + 1)));
      refuses(limit, () -> host.link.publish(Numbers.message(0, most + 1)));
      Sessions.send(link, Numbers.message(1, most));
      received.numbers.await(1);
      Sessions.send(link, Numbers.message(2, 4));
      received.numbers.await(2);
      assertEquals(List.of(1, 2), received.numbers.list());
      assertEquals(List.of(), received.events);
      assertEquals(0, host.link.statistics().refused());
      assertEquals(2, link.statistics().accepted());
      assertEquals(2, host.link.statistics().accepted());
    }
  }

  private static void refuses(int limit, Executable publish) {
    MessageTooLargeException refused = assertThrows(MessageTooLargeException.class, publish);
    assertEquals(limit + 1, refused.size());
    assertEquals(limit, refused.limit());
    String text = refused.getMessage();
    assertTrue(text.contains("" + limit) && text.contains("" + (limit + 1)), text);
    assertTrue(text.contains("max.message.bytes"), text);
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
    try (TestHost host = new TestHost(impatient).run()) {
      assertEquals(HostSession.End.ORPHANED, host.awaitEnd());
    }
  }
}
