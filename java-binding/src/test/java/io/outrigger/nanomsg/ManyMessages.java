package io.outrigger.nanomsg;

import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.Proc;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/** Sends and receives messages by each method, and measures the memory between the rounds. */
final class ManyMessages {
  private static final int ROUNDS = 10;
  private static final int WARM_UP = 3;

  private static final int BATCH = 100;
  private static final int METHODS = 7;

  /** Compiled code and the like. A leak in one method would be 23 MB in a million messages. */
  private static final long ALLOWED_KIB = 10 << 10;

  private static final int BYTES = 200;

  private final NanoSocket client = NanoSocket.openRaw(Protocol.REQ);
  private final NanoSocket server = NanoSocket.openRaw(Protocol.REP);
  private final NanoSocket push = NanoSocket.open(Protocol.PUSH);
  private final NanoSocket pull = NanoSocket.open(Protocol.PULL);
  private final NativeMessage message = new NativeMessage();
  private final NativeMessage other = new NativeMessage();
  private final SpHeader header = new SpHeader();
  private final byte[] bytes = new byte[BYTES];
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(2 * BYTES);

  /** The number of messages, and a directory. */
  public static void main(String[] arguments) {
    new ManyMessages(Path.of(arguments[1])).run(Long.parseLong(arguments[0]));
  }

  private ManyMessages(Path directory) {
    String url = Transport.IPC.address(directory);
    server.bind(url);
    client.connect(url);
    url = Transport.TCP.address(directory);
    pull.bind(url);
    push.connect(url);
    Connections.await(client, 1);
    Connections.await(push, 1);
  }

  private void run(long messages) {
    long perRound = messages / ROUNDS;
    for (int i = 0; i < WARM_UP; i++) {
      round(perRound);
    }
    long resident = residentKiB();
    long heap = heapKiB();
    long files = Proc.openFiles(Proc.self());
    for (int i = WARM_UP; i < ROUNDS; i++) {
      round(perRound);
    }
    long moreResident = residentKiB() - resident;
    long moreHeap = heapKiB() - heap;
    System.out.println(
        "after "
            + WARM_UP * perRound
            + " messages: resident "
            + resident
            + " KiB, heap "
            + heap
            + " KiB; after "
            + messages
            + ": resident "
            + moreResident
            + " KiB more, heap "
            + moreHeap
            + " KiB more");
    check(moreResident < ALLOWED_KIB, "native memory grows");
    check(moreHeap < ALLOWED_KIB, "the heap grows");
    Await.until("no descriptors are lost", () -> Proc.openFiles(Proc.self()) <= files);
    System.out.println("flat");
  }

  private static long residentKiB() {
    return Proc.residentBytes(Proc.self()) >> 10;
  }

  /** The heap in use after a collection. */
  private static long heapKiB() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least >> 10;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** Each batch of messages is sent before it is received; the methods alternate. */
  private void round(long messages) {
    for (long sent = 0; sent < messages; sent += METHODS * BATCH) {
      requestsAndReplies();
      pass(() -> push.send(bytes), () -> pull.receive().orElseThrow());
      pass(() -> push.send(buffer.clear().limit(BYTES)), () -> pull.receive(buffer.clear()));
      pass(this::sendHandle, () -> pull.receive(message));
      pass(() -> push.send(bytes), this::receiveIntoFull);
      pass(() -> push.send(bytes), this::refuse);
      closeWithUnsent();
    }
  }

  private static void pass(Runnable send, Runnable receive) {
    for (int i = 0; i < BATCH; i++) {
      send.run();
    }
    for (int i = 0; i < BATCH; i++) {
      receive.run();
    }
  }

  /** A request and its reply are two messages. */
  private void requestsAndReplies() {
    for (int i = 0; i < BATCH; i++) {
      message.allocate(BYTES);
      message.putInt(0, 0x80000001);
      client.send(message);
    }
    for (int i = 0; i < BATCH; i++) {
      server.receive(message, header);
      server.send(message, header);
      client.receive(other, header);
      check(other.size() == BYTES - 4, "another size");
    }
  }

  private void sendHandle() {
    message.allocate(BYTES);
    check(push.send(message) == Outcome.DONE, "not sent");
  }

  /** What the handle holds is freed by the receive into it. */
  private void receiveIntoFull() {
    message.allocate(BYTES);
    check(pull.receive(message) == Outcome.DONE, "not received");
  }

  /** A buffer that is too small loses the message, not its memory. */
  private void refuse() {
    try {
      pull.receive(buffer.clear().limit(1));
    } catch (NanoException e) {
      check(e.errno() == Errno.EMSGSIZE, e.toString());
      return;
    }
    throw new AssertionError("received into a buffer that is too small");
  }

  /** A socket with a message that nobody takes. */
  private void closeWithUnsent() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR);
        NativeMessage unsent = new NativeMessage()) {
      socket.set(SocketOption.SEND_TIMEOUT, Duration.ZERO);
      unsent.allocate(BYTES);
      check(socket.send(unsent) == Outcome.TIMED_OUT, "sent to nobody");
    }
  }
}
