package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sockets are closed while other threads send and receive, and their numbers go to new ones at
 * once. Each pair of sockets carries messages with a mark of its own: none may ever show up in
 * another. For {@code outrigger.stress.seconds}, 4 unless set.
 */
@Timeout(3_600)
class CloseStressTest {
  private static final long NANOS = Long.getLong("outrigger.stress.seconds", 4) * 1_000_000_000L;
  private static final int BYTES = 40;

  @TempDir Path directory;
  private final AtomicInteger marks = new AtomicInteger();
  private final AtomicLong closed = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final long end = System.nanoTime() + NANOS;

  @Test
  void aThreadInAClosedSocketHearsThatAndNeverGetsAnothersMessage() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(start(() -> live(Transport.IPC)));
    }
    threads.add(start(() -> live(Transport.TCP)));
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("closed " + closed + " sockets in use, after " + received + " messages");
    assertNull(failure.get(), () -> String.valueOf(failure.get()));
    assertTrue(closed.get() > 20, closed + " closes");
    assertTrue(received.get() > 100, received + " messages");
  }

  private Thread start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler((where, e) -> failure.compareAndSet(null, e));
    thread.start();
    return thread;
  }

  private void live(Transport transport) {
    while (System.nanoTime() - end < 0 && failure.get() == null) {
      closeInUse(transport.address(directory));
    }
  }

  /** Two sockets with two threads each, closed by this one. */
  private void closeInUse(String url) {
    int mark = marks.incrementAndGet();
    NanoSocket left = NanoSocket.open(Protocol.PAIR);
    NanoSocket right = NanoSocket.open(Protocol.PAIR);
    bind(left, url);
    right.connect(url);
    AtomicLong here = new AtomicLong();
    List<Thread> users =
        List.of(
            start(() -> send(left, mark)),
            start(() -> receive(left, mark, here)),
            start(() -> send(right, mark)),
            start(() -> receive(right, mark, here)));
    Await.until("messages, or a failure", () -> here.get() > 10 || failure.get() != null);
    (mark % 2 == 0 ? left : right).close();
    (mark % 2 == 0 ? right : left).close();
    closed.addAndGet(2);
    received.addAndGet(here.get());
    try {
      for (Thread user : users) {
        Await.end(user);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void bind(NanoSocket socket, String url) {
    try {
      socket.bind(url);
    } catch (NanoException e) {
      // Somebody else on this machine was given the port meanwhile: a socket without a peer.
      assertEquals(Errno.EADDRINUSE, e.errno());
      throw e;
    }
  }

  private static void send(NanoSocket socket, int mark) {
    try (NativeMessage message = new NativeMessage()) {
      Outcome outcome;
      do {
        message.allocate(BYTES);
        message.putInt(0, mark);
        outcome = socket.send(message);
      } while (outcome == Outcome.DONE);
      assertEquals(Outcome.CLOSED, outcome);
    }
  }

  private static void receive(NanoSocket socket, int mark, AtomicLong count) {
    try (NativeMessage message = new NativeMessage()) {
      while (socket.receive(message) == Outcome.DONE) {
        assertEquals(BYTES, message.size());
        assertEquals(mark, message.getInt(0));
        count.incrementAndGet();
      }
      assertEquals(Outcome.CLOSED, socket.receive(message));
    }
  }
}
