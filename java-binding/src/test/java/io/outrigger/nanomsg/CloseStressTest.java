package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sockets are closed while other threads send and receive, and their numbers go to new ones at
 * once. Each pair of sockets carries messages with a mark of its own: none may ever show up in
 * another. Each test lasts {@code outrigger.stress.seconds}, default 4.
 */
@Timeout(3_600)
class CloseStressTest {
  private static final long NANOS = Long.getLong("outrigger.stress.seconds", 4) * 1_000_000_000L;
  private static final int BYTES = 40;
  private static final int CLOSES = 20;
  private static final int MESSAGES = 100;

  @TempDir Path directory;
  private final AtomicInteger marks = new AtomicInteger();
  private final AtomicLong closed = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final long begin = System.nanoTime();

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
    assertTrue(closed.get() > CLOSES, closed + " closes");
    assertTrue(received.get() > MESSAGES, received + " messages");
  }

  @Test
  void everyOtherCallSaysThatTheSocketIsClosed() throws InterruptedException {
    String nobody = Transport.IPC.address(directory);
    List<Consumer<NanoSocket>> calls =
        List.of(
            socket -> socket.set(SocketOption.SEND_BUFFER, 1L << 17),
            socket -> assertEquals(1L << 17, socket.get(SocketOption.SEND_BUFFER)),
            socket -> assertEquals(0, socket.statistic(Statistic.BYTES_SENT)),
            socket -> socket.bind(Transport.IPC.address(directory)).close(),
            socket -> socket.connect(nobody).close());
    int rounds = 0;
    while (failure.get() == null && goesOn(rounds > CLOSES)) {
      NanoSocket socket = NanoSocket.open(Protocol.PAIR);
      AtomicInteger made = new AtomicInteger();
      List<Thread> users = new ArrayList<>();
      for (Consumer<NanoSocket> call : calls) {
        users.add(start(() -> useUntilClosed(socket, call, made)));
      }
      Await.until("calls, or a failure", () -> made.get() > 20 || failure.get() != null);
      socket.close();
      for (Thread user : users) {
        Await.end(user);
      }
      rounds++;
    }
    System.out.println("closed " + rounds + " sockets in other calls");
    assertNull(failure.get(), () -> String.valueOf(failure.get()));
  }

  private static void useUntilClosed(
      NanoSocket socket, Consumer<NanoSocket> call, AtomicInteger made) {
    NanoException end = null;
    while (end == null) {
      try {
        call.accept(socket);
        made.incrementAndGet();
      } catch (NanoException e) {
        end = e;
      }
    }
    assertEquals("the PAIR socket is closed: open another", end.getMessage());
    assertEquals(Errno.EBADF, end.errno());
    assertTrue(socket.isClosed());
  }

  private Thread start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler((where, e) -> failure.compareAndSet(null, e));
    thread.start();
    return thread;
  }

  private void live(Transport transport) {
    while (failure.get() == null && goesOn(closed.get() > CLOSES && received.get() > MESSAGES)) {
      closeInUse(transport);
    }
  }

  /** For its time, and on a slow machine until it has done enough. */
  private boolean goesOn(boolean enough) {
    long past = System.nanoTime() - begin;
    return past < NANOS || !enough && past < Await.DEADLINE.toNanos();
  }

  /** Two sockets with two threads each, closed by this one. */
  private void closeInUse(Transport transport) {
    int mark = marks.incrementAndGet();
    NanoSocket left = NanoSocket.open(Protocol.PAIR);
    NanoSocket right = NanoSocket.open(Protocol.PAIR);
    right.connect(bind(left, transport));
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

  /** Binds to a new address, which it returns. */
  private String bind(NanoSocket socket, Transport transport) {
    for (; ; ) {
      String url = transport.address(directory);
      try {
        socket.bind(url);
        return url;
      } catch (NanoException e) {
        // Somebody else on this machine was given the port meanwhile: another one, then.
        assertEquals(Errno.EADDRINUSE, e.errno());
      }
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
