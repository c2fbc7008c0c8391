package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@SuppressWarnings("try") // Explicit closes, and what comes after them, are what is tested.
class EndpointTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Transport.class)
  void oneEndpointIsShutDownAndTheOtherGoesOn(Transport transport) {
    String first = transport.address(directory);
    String second = transport.address(directory);
    try (NanoSocket server = NanoSocket.open(Protocol.PULL);
        NanoSocket client = NanoSocket.open(Protocol.PUSH);
        NanoSocket other = NanoSocket.open(Protocol.PULL)) {
      Endpoint endpoint = server.bind(first);
      assertEquals(first, endpoint.url());
      server.bind(second);
      client.connect(first);
      client.connect(second);
      Connections.await(server, 2);
      // The client may learn of the second one later, and would take that for the one that is gone.
      Connections.await(client, 2);
      endpoint.close();
      endpoint.close();
      Await.until("one is gone", () -> client.statistic(Statistic.CURRENT_CONNECTIONS) == 1);
      for (byte i = 0; i < 5; i++) {
        client.send(new byte[] {i});
        assertArrayEquals(new byte[] {i}, server.receive().orElseThrow());
      }
      Await.until("the address is free", () -> canBind(other, first));
    }
  }

  private static boolean canBind(NanoSocket socket, String url) {
    try {
      socket.bind(url);
      return true;
    } catch (NanoException e) {
      assertEquals(Errno.EADDRINUSE, e.errno());
      return false;
    }
  }

  @Test
  void aConnectionIsShutDown() {
    String url = Transport.TCP.address(directory);
    try (NanoSocket server = NanoSocket.open(Protocol.PAIR);
        NanoSocket client = NanoSocket.open(Protocol.PAIR)) {
      server.bind(url);
      Endpoint endpoint = client.connect(url);
      Connections.await(server, 1);
      endpoint.close();
      Await.until("it is gone", () -> server.statistic(Statistic.CURRENT_CONNECTIONS) == 0);
      client.connect(url);
      Connections.await(server, 1);
    }
  }

  @Test
  void anEndpointOfAClosedSocketIsClosed() {
    NanoSocket socket = NanoSocket.open(Protocol.PAIR);
    Endpoint endpoint = socket.bind(Transport.IPC.address(directory));
    socket.close();
    socket.close();
    endpoint.close();
    assertTrue(socket.isClosed());
    NanoException e = assertThrows(NanoException.class, () -> socket.connect("inproc://nobody"));
    assertEquals(Errno.EBADF, e.errno());
    assertTrue(e.getMessage().contains("socket is closed"), e.getMessage());
    assertThrows(NanoException.class, () -> socket.statistic(Statistic.BYTES_SENT));
    assertThrows(NanoException.class, () -> socket.get(SocketOption.SEND_BUFFER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ipc://",
        "ipc:",
        "udp://127.0.0.1:1",
        "tcp://127.0.0.1",
        "tcp://127.0.0.1:0",
        "tcp://127.0.0.1:65536",
        "tcp://127.0.0.1:port",
        "tcp://not-an-interface:5555",
        "ws://127.0.0.1:port",
        "inproc://",
        "nanomsg",
        "inproc://a\0b",
      })
  void anAddressThatCantBeIsRefusedWithTheAddress(String url) {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      NanoException e = assertThrows(NanoException.class, () -> socket.bind(url));
      assertTrue(e.getMessage().startsWith("bind " + url.replace('\0', '?') + ": "), e.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1", "tcp://127.0.0.1:65536", "ws://127.0.0.1:port"})
  void anAddressWithoutAPortIsRefusedWithWhatIsRight(String url) {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      NanoException e = assertThrows(NanoException.class, () -> socket.connect(url));
      assertEquals(Errno.EINVAL, e.errno());
      assertTrue(e.getMessage().contains("HOST:PORT with a port from 1 to 65535"), e.toString());
    }
  }

  @Test
  void halfACharacterIsRefusedRatherThanReplaced() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      for (String url : new String[] {"inproc://\uD83D", "ipc://" + directory + "/\uDE00"}) {
        assertThrows(NanoException.class, () -> socket.connect(url));
        assertThrows(NanoException.class, () -> socket.bind(url));
      }
    }
  }

  @Test
  void anAddressHasAtMost127Bytes() {
    String longest = "inproc://" + "x".repeat(118);
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      NanoException e = assertThrows(NanoException.class, () -> socket.bind(longest + "x"));
      assertTrue(e.getMessage().contains("128 bytes, and at most 127"), e.getMessage());
      socket.bind(longest);
      assertFalse(socket.isClosed());
    }
  }
}
