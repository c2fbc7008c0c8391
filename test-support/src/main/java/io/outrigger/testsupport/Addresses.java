package io.outrigger.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Addresses that nobody else uses, also when several builds run on this machine. */
public final class Addresses {
  private static final int FIRST_PORT = 20_000;

  private static final AtomicInteger NEXT_PORT = new AtomicInteger(FIRST_PORT);
  private static final AtomicInteger NEXT_NAME = new AtomicInteger();

  private Addresses() {}

  /** All of 127/8 is this machine: each process has an address there by its number. */
  public static String localHost() {
    int process = (int) ProcessHandle.current().pid();
    return "127.%d.%d.%d"
        .formatted(1 + (process >> 16 & 0x7F), process >> 8 & 0xFF, process & 0xFF);
  }

  /** A port of {@link #localHost} that is free; the next call gives another one. */
  public static int nextPort() {
    int port;
    do {
      port = NEXT_PORT.getAndIncrement();
    } while (!isFree(port));
    return port;
  }

  /** A server on all addresses has its port here, too. */
  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(localHost()))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** An address of tcp, and of {@link #localHost}. */
  public static String tcp() {
    return tcp(nextPort());
  }

  public static String tcp(int port) {
    return "tcp://" + localHost() + ":" + port;
  }

  /** An address of ws, and of {@link #localHost}. */
  public static String ws() {
    return "ws://" + localHost() + ":" + nextPort();
  }

  /** An address of ipc, of a file in this folder. */
  public static String ipc(Path folder) {
    return "ipc://" + folder.resolve("s" + NEXT_NAME.incrementAndGet());
  }

  /** An address of inproc. */
  public static String inproc() {
    return "inproc://s" + NEXT_NAME.incrementAndGet();
  }

  /**
   * Ports of an address that others use as well: free now, and each another one. For what {@link
   * #localHost} doesn't serve.
   */
  public static List<Integer> freePorts(String host, int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      try {
        // All at once, or the second could be given the port of the first.
        for (int i = 0; i < count; i++) {
          sockets.add(new ServerSocket(0, 1, InetAddress.getByName(host)));
        }
        return sockets.stream().map(ServerSocket::getLocalPort).toList();
      } finally {
        for (ServerSocket socket : sockets) {
          socket.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
