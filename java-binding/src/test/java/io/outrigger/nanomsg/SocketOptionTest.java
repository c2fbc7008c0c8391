package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Addresses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SocketOptionTest {
  @TempDir Path directory;

  private static <T> void setAndGet(Protocol protocol, SocketOption<T> option, T before, T after) {
    try (NanoSocket socket = NanoSocket.open(protocol)) {
      assertEquals(before, socket.get(option), option.toString());
      socket.set(option, after);
      assertEquals(after, socket.get(option), option.toString());
      socket.set(option, before);
      assertEquals(before, socket.get(option), option.toString());
    }
  }

  private static void millis(Protocol protocol, SocketOption<Duration> option, long before) {
    setAndGet(protocol, option, Duration.ofMillis(before), Duration.ofMillis(12_345));
  }

  @Test
  void everyOptionIsSetAndReadBack() {
    for (SocketOption<?> option : SocketOption.all()) {
      switch (option.symbol()) {
        case "NN_RCVTIMEO" ->
            setAndGet(
                Protocol.PAIR,
                SocketOption.RECEIVE_TIMEOUT,
                SocketOption.FOREVER,
                Duration.ofMillis(1));
        case "NN_SNDTIMEO" ->
            setAndGet(
                Protocol.PAIR,
                SocketOption.SEND_TIMEOUT,
                SocketOption.FOREVER,
                Duration.ofMillis(Integer.MAX_VALUE));
        case "NN_SNDBUF" ->
            setAndGet(Protocol.PAIR, SocketOption.SEND_BUFFER, 128L << 10, 1L << 20);
        case "NN_RCVBUF" ->
            setAndGet(Protocol.PAIR, SocketOption.RECEIVE_BUFFER, 128L << 10, 1L << 20);
        case "NN_RCVMAXSIZE" ->
            setAndGet(Protocol.PAIR, SocketOption.MAX_RECEIVE_SIZE, 16L << 20, 1L << 30);
        case "NN_RECONNECT_IVL" -> millis(Protocol.PAIR, SocketOption.RECONNECT_INTERVAL, 100);
        case "NN_RECONNECT_IVL_MAX" ->
            millis(Protocol.PAIR, SocketOption.MAX_RECONNECT_INTERVAL, 0);
        case "NN_SNDPRIO" ->
            setAndGet(Protocol.PUSH, SocketOption.SEND_PRIORITY, new Priority(8), new Priority(1));
        case "NN_RCVPRIO" ->
            setAndGet(
                Protocol.PULL, SocketOption.RECEIVE_PRIORITY, new Priority(8), new Priority(16));
        case "NN_IPV4ONLY" -> setAndGet(Protocol.PAIR, SocketOption.IPV4_ONLY, true, false);
        case "NN_SOCKET_NAME" -> names();
        case "NN_MAXTTL" ->
            setAndGet(Protocol.REP, SocketOption.MAX_HOPS, new Hops(8), new Hops(255));
        case "NN_REQ_RESEND_IVL" ->
            millis(Protocol.REQ, SocketOption.REQUEST_RESEND_INTERVAL, 60_000);
        case "NN_SURVEYOR_DEADLINE" ->
            millis(Protocol.SURVEYOR, SocketOption.SURVEY_DEADLINE, 1_000);
        case "NN_TCP_NODELAY" -> setAndGet(Protocol.PAIR, SocketOption.TCP_NO_DELAY, false, true);
        case "NN_WS_MSG_TYPE" ->
            setAndGet(
                Protocol.PAIR,
                SocketOption.WEB_SOCKET_MESSAGE_TYPE,
                WebSocketMessageType.BINARY,
                WebSocketMessageType.TEXT);
        default -> throw new AssertionError(option);
      }
    }
  }

  private static void names() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      for (String name : new String[] {"Ä", "", "n".repeat(63)}) {
        socket.set(SocketOption.NAME, name);
        assertEquals(name, socket.get(SocketOption.NAME));
      }
      for (String name : new String[] {"n".repeat(64), "a\0b"}) {
        assertThrows(IllegalArgumentException.class, () -> socket.set(SocketOption.NAME, name));
      }
    }
  }

  @Test
  void aValueOutOfRangeIsRefusedWithTheRange() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> socket.set(SocketOption.MAX_RECEIVE_SIZE, 2L << 30));
      assertEquals(
          "NN_RCVMAXSIZE can't be 2147483648: it must be 0 to 1073741824 bytes", e.getMessage());
      assertThrows(IllegalArgumentException.class, () -> socket.set(SocketOption.SEND_BUFFER, 0L));
      assertThrows(
          IllegalArgumentException.class,
          () -> socket.set(SocketOption.RECONNECT_INTERVAL, Duration.ofDays(25)));
      assertThrows(
          IllegalArgumentException.class,
          () -> socket.set(SocketOption.SEND_TIMEOUT, Duration.ofNanos(-1)));
    }
    assertThrows(IllegalArgumentException.class, () -> new Priority(0));
    assertThrows(IllegalArgumentException.class, () -> new Priority(17));
    assertThrows(IllegalArgumentException.class, () -> new Hops(0));
    assertThrows(IllegalArgumentException.class, () -> new Hops(256));
  }

  @Test
  void aTimeIsRoundedUpSoThatAShortWaitStaysOne() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      socket.set(SocketOption.RECONNECT_INTERVAL, Duration.ofNanos(1_000_001));
      assertEquals(Duration.ofMillis(2), socket.get(SocketOption.RECONNECT_INTERVAL));
    }
  }

  @Test
  void anOptionOfAnotherProtocolIsRefused() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      NanoException e =
          assertThrows(
              NanoException.class,
              () -> socket.set(SocketOption.SURVEY_DEADLINE, Duration.ofMillis(1)));
      assertEquals(Errno.ENOPROTOOPT, e.errno());
      assertTrue(e.getMessage().startsWith("set NN_SURVEYOR_DEADLINE of a PAIR socket: "));
      assertThrows(NanoException.class, () -> socket.subscribe("topic"));
    }
  }

  @Test
  void aClosedSocketTakesNoOption() {
    NanoSocket socket = NanoSocket.open(Protocol.PAIR);
    socket.close();
    for (SocketOption<Duration> option :
        List.of(
            SocketOption.SEND_TIMEOUT,
            SocketOption.RECEIVE_TIMEOUT,
            SocketOption.RECONNECT_INTERVAL)) {
      NanoException e =
          assertThrows(NanoException.class, () -> socket.set(option, Duration.ofMillis(1)));
      assertEquals(Errno.EBADF, e.errno());
      assertThrows(NanoException.class, () -> socket.get(option));
    }
  }

  @Test
  void thePreferredPeerIsSentToFirst() {
    String preferred = Transport.IPC.address(directory);
    String other = Transport.IPC.address(directory);
    try (NanoSocket push = NanoSocket.open(Protocol.PUSH);
        NanoSocket first = NanoSocket.open(Protocol.PULL);
        NanoSocket second = NanoSocket.open(Protocol.PULL)) {
      first.bind(preferred);
      second.bind(other);
      push.set(SocketOption.SEND_PRIORITY, new Priority(2));
      push.connect(other);
      push.set(SocketOption.SEND_PRIORITY, new Priority(1));
      push.connect(preferred);
      Connections.await(push, 2);
      for (int i = 0; i < 10; i++) {
        assertEquals(Outcome.DONE, push.send(new byte[] {(byte) i}));
        assertEquals(i, first.receive().orElseThrow()[0]);
      }
      assertTrue(second.tryReceive().isEmpty());
      assertEquals(1, push.statistic(Statistic.CURRENT_SND_PRIORITY));
    }
  }

  @Test
  void aTextFrameOfAWebSocketCarriesText() {
    String url = Transport.WS.address(directory);
    try (NanoSocket server = NanoSocket.open(Protocol.PAIR);
        NanoSocket client = NanoSocket.open(Protocol.PAIR)) {
      server.bind(url);
      client.set(SocketOption.WEB_SOCKET_MESSAGE_TYPE, WebSocketMessageType.TEXT);
      client.connect(url);
      assertEquals(
          Outcome.DONE, client.send("grün".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      assertEquals(5, server.receive().orElseThrow().length);
    }
  }

  @Test
  void ipv6IsThereIfAskedFor() {
    String url = "tcp://[::1]:" + Addresses.freePorts("::1", 1).get(0);
    try (NanoSocket server = NanoSocket.open(Protocol.PAIR);
        NanoSocket client = NanoSocket.open(Protocol.PAIR)) {
      assertThrows(NanoException.class, () -> server.bind(url));
      server.set(SocketOption.IPV4_ONLY, false);
      client.set(SocketOption.IPV4_ONLY, false);
      server.bind(url);
      client.connect(url);
      Connections.await(client, 1);
    }
  }
}
