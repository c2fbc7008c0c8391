package io.outrigger.nanomsg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The transports, each with addresses that nobody else uses. */
enum Transport {
  IPC,
  TCP,
  WS,
  INPROC;

  private static final AtomicInteger NEXT = new AtomicInteger();

  /** A fresh address; for ipc, of a file in this directory. */
  String address(Path directory) {
    int number = NEXT.incrementAndGet();
    return switch (this) {
      case IPC -> "ipc://" + directory.resolve("s" + number);
      case TCP -> "tcp://127.0.0.1:" + freePort();
      case WS -> "ws://127.0.0.1:" + freePort();
      case INPROC -> "inproc://" + directory.getFileName() + number;
    };
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
