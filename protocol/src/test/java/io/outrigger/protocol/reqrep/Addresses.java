package io.outrigger.protocol.reqrep;

import java.util.concurrent.atomic.AtomicInteger;

/** Addresses that nobody else uses. */
final class Addresses {
  private static final AtomicInteger NEXT_PORT = new AtomicInteger(20_000);

  private Addresses() {}

  /** All of 127/8 is this machine: each process has an address there by its number. */
  static String localHost() {
    int process = (int) ProcessHandle.current().pid();
    return "127.%d.%d.%d"
        .formatted(1 + (process >> 16 & 0x7F), process >> 8 & 0xFF, process & 0xFF);
  }

  static int nextPort() {
    return NEXT_PORT.getAndIncrement();
  }

  static String tcp(int port) {
    return "tcp://" + localHost() + ":" + port;
  }

  static String tcp() {
    return tcp(nextPort());
  }
}
