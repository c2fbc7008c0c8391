package io.outrigger.nanomsg;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A little of everything in the binding, for a machine that the other tests don't run on. Prints
 * the platform and "works" in the end.
 */
final class Smoke {
  private final Path directory;

  private Smoke(Path directory) {
    this.directory = directory;
  }

  /** A directory. */
  public static void main(String[] arguments) {
    Smoke smoke = new Smoke(Path.of(arguments[0]));
    for (Transport transport : Transport.values()) {
      smoke.rawRequests(transport);
    }
    smoke.copies();
    smoke.options();
    smoke.poller();
    smoke.errors();
    System.out.println(Platform.of(System.getProperties()) + " works");
  }

  private static void check(boolean holds, Object what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private void rawRequests(Transport transport) {
    String url = transport.address(directory);
    try (NanoSocket server = NanoSocket.openRaw(Protocol.REP);
        NanoSocket client = NanoSocket.openRaw(Protocol.REQ);
        NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      server.bind(url);
      client.connect(url);
      for (int i = 0; i < 100; i++) {
        message.allocate(8 + i);
        message.putInt(0, i | 0x80000000);
        message.putInt(4, 0x01020304);
        check(client.send(message) == Outcome.DONE, "not sent");
        check(server.receive(message, header) == Outcome.DONE, "not received");
        check(header.words() == 2 && header.word(1) == (i | 0x80000000), header.words());
        check(message.get(0) == 1 && message.getInt(0) == 0x01020304, message.getInt(0));
        check(message.size() == 4 + i, message.size());
        check(server.send(message, header) == Outcome.DONE, "not sent back");
        check(client.receive(message, header) == Outcome.DONE, "not received back");
        check(header.words() == 1 && header.word(0) == (i | 0x80000000), header.words());
      }
      check(client.statistic(Statistic.MESSAGES_SENT) == 100, "statistics");
    }
  }

  private void copies() {
    String url = Transport.IPC.address(directory);
    try (NanoSocket push = NanoSocket.open(Protocol.PUSH);
        NanoSocket pull = NanoSocket.open(Protocol.PULL)) {
      pull.bind(url);
      push.connect(url);
      ByteBuffer buffer = ByteBuffer.allocateDirect(100_000);
      for (int i = 0; i < buffer.capacity(); i++) {
        buffer.put(i, (byte) (i * 31));
      }
      push.send(buffer);
      byte[] received = pull.receive().orElseThrow();
      check(ByteBuffer.wrap(received).equals(buffer.clear()), "other bytes");
      push.send(received);
      check(pull.receive(buffer) == Outcome.DONE && !buffer.hasRemaining(), buffer);
    }
  }

  private void options() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      check(socket.get(SocketOption.MAX_RECEIVE_SIZE) == 16 << 20, "an option");
      socket.set(SocketOption.NAME, "smoke");
      check(socket.get(SocketOption.NAME).equals("smoke"), socket.get(SocketOption.NAME));
      socket.set(SocketOption.RECEIVE_TIMEOUT, Duration.ofMillis(20));
      check(socket.receive().isEmpty(), "from nobody");
    }
  }

  private void poller() {
    String url = Transport.IPC.address(directory);
    try (NanoSocket push = NanoSocket.open(Protocol.PUSH);
        NanoSocket pull = NanoSocket.open(Protocol.PULL);
        NanoPoller poller = NanoPoller.open()) {
      pull.bind(url);
      push.connect(url);
      PollKey key = poller.register(pull, Interest.RECEIVE);
      check(poller.poll(Duration.ZERO) == 0, "ready");
      poller.wakeUp();
      check(poller.poll(Duration.ofSeconds(60)) == 0, "ready");
      push.send(new byte[1]);
      check(poller.poll(Duration.ofSeconds(60)) == 1 && key.canReceive(), "not ready");
    }
  }

  private void errors() {
    String url = Transport.IPC.address(directory);
    try (NanoSocket one = NanoSocket.open(Protocol.PAIR);
        NanoSocket other = NanoSocket.open(Protocol.PAIR)) {
      one.bind(url);
      try {
        other.bind(url);
        throw new AssertionError("bound twice");
      } catch (NanoException e) {
        check(e.errno() == Errno.EADDRINUSE, e);
      }
    }
  }
}
