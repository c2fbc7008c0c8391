package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SafetyTest {
  @TempDir Path directory;

  private NanoException refusedBind(String url) {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      NanoException e = assertThrows(NanoException.class, () -> socket.bind(url));
      assertTrue(e.getMessage().startsWith("bind " + url + ": "), e.getMessage());
      return e;
    }
  }

  @Test
  void theFileAtAnIpcPathThatIsNoSocketIsKept() throws IOException {
    Path file = Files.writeString(directory.resolve("precious"), "data");
    NanoException e = refusedBind("ipc://" + file);
    assertTrue(e.getMessage().contains("other than a socket"), e.getMessage());
    assertEquals("data", Files.readString(file));
  }

  @Test
  void aDirectoryAndALinkAtAnIpcPathAreKept() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
    refusedBind("ipc://" + link);
    assertTrue(Files.isSymbolicLink(link));
    Path inner = Files.createDirectory(directory.resolve("inner"));
    refusedBind("ipc://" + inner);
    assertTrue(Files.isDirectory(inner));
  }

  @Test
  void anIpcPathHasAtMost107Bytes() {
    String path = directory + "/" + "x".repeat(107 - directory.toString().length() - 1);
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      socket.bind("ipc://" + path);
      for (int more = 1; more < 30; more++) {
        String url = "ipc://" + path + "x".repeat(more);
        NanoException e = assertThrows(NanoException.class, () -> socket.bind(url));
        assertTrue(e.getMessage().contains("at most 107"), e.getMessage());
        assertThrows(NanoException.class, () -> socket.connect(url));
      }
    }
  }

  @Test
  void theSocketFileOfAnEarlierProcessIsReplaced() throws IOException {
    Path file = directory.resolve("stale");
    try (var channel =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      channel.bind(java.net.UnixDomainSocketAddress.of(file));
    }
    assertTrue(Files.exists(file));
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR);
        NanoSocket peer = NanoSocket.open(Protocol.PAIR)) {
      socket.bind("ipc://" + file);
      peer.connect("ipc://" + file);
      Connections.await(socket, 1);
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void anAddressInUseIsNamedWithWhatToDo() {
    for (Transport transport : Transport.values()) {
      String url = transport.address(directory);
      try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
        socket.bind(url);
        NanoException e = refusedBind(url);
        assertEquals(Errno.EADDRINUSE, e.errno());
        assertTrue(e.getMessage().contains("(EADDRINUSE 98); end what listens"), e.getMessage());
      }
    }
  }

  @Test
  void aMissingDirectoryIsNamedWithWhatToDo() {
    NanoException e = refusedBind("ipc://" + directory + "/missing/socket");
    assertEquals(Errno.ENOENT, e.errno());
    assertTrue(
        e.getMessage().endsWith("there is no directory " + directory + "/missing: make it first"),
        e.getMessage());
  }

  @Test
  void aMessageAboveTheReceiveLimitDoesNotArrive() {
    String url = Transport.TCP.address(directory);
    try (NanoSocket receiver = NanoSocket.open(Protocol.PULL);
        NanoSocket sender = NanoSocket.open(Protocol.PUSH)) {
      assertEquals(16L << 20, receiver.get(SocketOption.MAX_RECEIVE_SIZE));
      receiver.set(SocketOption.MAX_RECEIVE_SIZE, 1_000L);
      receiver.bind(url);
      sender.connect(url);
      assertEquals(Outcome.DONE, sender.send(new byte[1_000]));
      assertEquals(1_000, receiver.receive().orElseThrow().length);
      assertEquals(Outcome.DONE, sender.send(new byte[1_001]));
      Await.until(
          "the connection is closed",
          () ->
              receiver.statistic(Statistic.BROKEN_CONNECTIONS) > 0
                  || receiver.statistic(Statistic.DROPPED_CONNECTIONS) > 0);
    }
  }
}
