package io.outrigger.nanomsg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each protocol promises, over each transport. */
@Timeout(120)
class ProtocolTest {
  @TempDir Path directory;

  private static void send(NanoSocket socket, String text) {
    assertEquals(Outcome.DONE, socket.send(text.getBytes(UTF_8)));
  }

  private static String receive(NanoSocket socket) {
    return new String(socket.receive().orElseThrow(), UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void pairsTalkBothWays(Transport transport) {
    String url = transport.address(directory);
    try (NanoSocket one = NanoSocket.open(Protocol.PAIR);
        NanoSocket other = NanoSocket.open(Protocol.PAIR)) {
      one.bind(url);
      other.connect(url);
      send(one, "to the other");
      send(other, "to the one");
      assertEquals("to the other", receive(other));
      assertEquals("to the one", receive(one));
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aSubscriberGetsWhatItHasSubscribedTo(Transport transport) {
    String url = transport.address(directory);
    try (NanoSocket publisher = NanoSocket.open(Protocol.PUB);
        NanoSocket picky = NanoSocket.open(Protocol.SUB);
        NanoSocket all = NanoSocket.open(Protocol.SUB)) {
      publisher.bind(url);
      picky.subscribe("weather/");
      picky.subscribe(new byte[] {'x'});
      all.subscribe("");
      picky.connect(url);
      all.connect(url);
      Connections.await(publisher, 2);
      send(publisher, "sport/ball");
      send(publisher, "weather/rain");
      send(publisher, "xylophone");
      assertEquals("weather/rain", receive(picky));
      assertEquals("xylophone", receive(picky));
      assertEquals("sport/ball", receive(all));
      picky.unsubscribe("weather/");
      send(publisher, "weather/sun");
      send(publisher, "x");
      assertEquals("x", receive(picky));
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void eachPushedMessageIsPulledOnce(Transport transport) {
    String url = transport.address(directory);
    int count = 200;
    try (NanoSocket push = NanoSocket.open(Protocol.PUSH);
        NanoSocket one = NanoSocket.open(Protocol.PULL);
        NanoSocket other = NanoSocket.open(Protocol.PULL)) {
      push.bind(url);
      one.connect(url);
      other.connect(url);
      Connections.await(push, 2);
      Set<String> missing = new TreeSet<>();
      int[] received = new int[2];
      for (int i = 0; i < count; i++) {
        send(push, "job " + i);
        missing.add("job " + i);
        Await.until(
            "the job arrives",
            () -> take(one, missing, received, 0) || take(other, missing, received, 1));
      }
      assertEquals(Set.of(), missing);
      assertEquals(count / 2, received[0]);
      assertEquals(count / 2, received[1]);
    }
  }

  private static boolean take(NanoSocket pull, Set<String> missing, int[] received, int who) {
    boolean got =
        pull.tryReceive().map(job -> missing.remove(new String(job, UTF_8))).orElse(false);
    received[who] += got ? 1 : 0;
    return got;
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aSurveyIsAnsweredByAllAndEndsAtItsDeadline(Transport transport) {
    String url = transport.address(directory);
    try (NanoSocket surveyor = NanoSocket.open(Protocol.SURVEYOR);
        NanoSocket one = NanoSocket.open(Protocol.RESPONDENT);
        NanoSocket other = NanoSocket.open(Protocol.RESPONDENT)) {
      surveyor.set(SocketOption.SURVEY_DEADLINE, Await.DEADLINE);
      surveyor.bind(url);
      one.connect(url);
      other.connect(url);
      Connections.await(surveyor, 2);
      send(surveyor, "how many?");
      assertEquals("how many?", receive(one));
      assertEquals("how many?", receive(other));
      send(one, "1");
      send(other, "2");
      assertEquals(Set.of("1", "2"), Set.of(receive(surveyor), receive(surveyor)));
      try (NativeMessage message = new NativeMessage()) {
        assertEquals(Outcome.WOULD_BLOCK, surveyor.tryReceive(message));
        surveyor.set(SocketOption.SURVEY_DEADLINE, Duration.ofMillis(200));
        send(surveyor, "more?");
        // Without end, but for the survey's.
        assertEquals(Outcome.TIMED_OUT, surveyor.receive(message));
        NanoException e = assertThrows(NanoException.class, () -> surveyor.receive(message));
        assertEquals(Errno.EFSM, e.errno());
        send(surveyor, "again?");
        Await.until("the deadline", () -> surveyor.tryReceive(message) == Outcome.TIMED_OUT);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aBusSendsToAllNeighboursButItself(Transport transport) {
    String url = transport.address(directory);
    try (NanoSocket center = NanoSocket.open(Protocol.BUS);
        NanoSocket left = NanoSocket.open(Protocol.BUS);
        NanoSocket right = NanoSocket.open(Protocol.BUS)) {
      center.bind(url);
      left.connect(url);
      right.connect(url);
      Connections.await(center, 2);
      send(center, "from the center");
      assertEquals("from the center", receive(left));
      assertEquals("from the center", receive(right));
      send(left, "from the left");
      assertEquals("from the left", receive(center));
      assertTrue(center.tryReceive().isEmpty());
      assertTrue(left.tryReceive().isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aProtocolThatGoesOneWaySaysSo(Protocol protocol) {
    try (NanoSocket socket = NanoSocket.open(protocol)) {
      assertEquals(protocol, socket.protocol());
      assertEquals(protocol, protocol.counterpart().counterpart());
      if (!protocol.sends()) {
        NanoException e = assertThrows(NanoException.class, () -> socket.trySend(new byte[1]));
        assertEquals(Errno.ENOTSUP, e.errno());
        assertTrue(e.getMessage().startsWith("send on a " + protocol + " socket: "), e.toString());
      }
      if (!protocol.receives()) {
        NanoException e = assertThrows(NanoException.class, socket::tryReceive);
        assertEquals(Errno.ENOTSUP, e.errno());
        assertTrue(
            e.getMessage().startsWith("receive on a " + protocol + " socket: "), e.toString());
      }
    }
  }

  @Test
  void anUnansweredRequestIsSentAgain() {
    String url = Transport.IPC.address(directory);
    try (NanoSocket server = NanoSocket.openRaw(Protocol.REP);
        NanoSocket client = NanoSocket.open(Protocol.REQ)) {
      server.bind(url);
      client.set(SocketOption.REQUEST_RESEND_INTERVAL, Duration.ofMillis(50));
      client.connect(url);
      send(client, "hello?");
      for (int i = 0; i < 3; i++) {
        assertEquals("hello?", receive(server));
      }
    }
  }
}
