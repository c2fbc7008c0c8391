package io.outrigger.nanomsg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Bytes from outside that end a process with Debian's libnanomsg 1.1.5 in it, sent to a socket of
 * the binding. Run in a JVM of its own, with the case's name and a directory; prints {@value
 * AbortCases#SURVIVED} in the end. There are more in native/tests/library/hostile.c.
 */
public final class HostileCases {
  /** What is sent, and over which transport. */
  enum Case {
    WS_POST(
        Transport.WS,
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: curl/7.88.1\r\nAuthorization: Bearer "
            + "0".repeat(60)
            + "\r\nAccept: */*\r\nContent-Length: 7\r\n\r\n{\"a\":1}"),
    WS_NUL_IN_A_HEADER(Transport.WS, "GET / HTTP/1.1\r\nHost: \0" + "x".repeat(200) + "\r\n\r\n"),
    WS_LONG_VERSION(
        Transport.WS,
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: "
            + "1".repeat(2000)
            + "\r\n\r\n"),
    IPC_FRAME_TYPE(Transport.IPC, "\0SP\0\0\020\0\0\2\0\0\0\0\0\0\0\1x");

    private final Transport transport;
    private final String bytes;

    Case(Transport transport, String bytes) {
      this.transport = transport;
      this.bytes = bytes;
    }
  }

  private HostileCases() {}

  /** Runs one case. */
  public static void main(String[] arguments) {
    Case which = Case.valueOf(arguments[0]);
    String url = which.transport.address(Path.of(arguments[1]));
    try (NanoSocket listener = NanoSocket.open(Protocol.PAIR)) {
      listener.bind(url);
      for (int i = 0; i < 3; i++) {
        send(url, which.bytes.getBytes(StandardCharsets.ISO_8859_1));
      }
      try (NanoSocket peer = NanoSocket.open(Protocol.PAIR)) {
        peer.connect(url);
        peer.send(new byte[3]);
        if (listener.receive().orElseThrow().length != 3) {
          throw new AssertionError("a message of another size");
        }
      }
    }
    System.out.println(AbortCases.SURVIVED);
  }

  /** Until the library closes the connection. */
  private static void send(String url, byte[] bytes) {
    try (SocketChannel channel = AbortCases.connect(url)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      ByteBuffer sink = ByteBuffer.allocate(1_000);
      while (channel.read(sink) >= 0) {
        sink.clear();
      }
    } catch (IOException e) {
      // Reset: closed as well.
    }
  }
}
