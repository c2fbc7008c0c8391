package io.outrigger.protocol.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.Statistic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A peer that goes while much of what it sent is unread, and another one in its place. */
@Timeout(120)
class PairSocketTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte[] LEFT_OVER = new byte[100];
  private static final long MAX_BYTES = 1 << 20;

  /** So many find room before anything is read. */
  private static final int AT_LEAST = 200;

  @TempDir Path folder;
  private final SlowReader reader = new SlowReader();
  private String url;

  @BeforeEach
  void name() {
    url = "ipc://" + folder.resolve("channel");
  }

  /** Reads as many messages as it is let. */
  private static final class SlowReader {
    final Semaphore permits = new Semaphore(0);
    final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

    void received(byte[] bytes) throws InterruptedException {
      permits.acquire();
      if (bytes.length < LEFT_OVER.length) {
        texts.add(new String(bytes, StandardCharsets.UTF_8));
      }
    }

    boolean waits() {
      return permits.hasQueuedThreads() && permits.availablePermits() == 0;
    }

    void awaitText(String text) throws InterruptedException {
      assertEquals(text, texts.poll(LONG.toSeconds(), TimeUnit.SECONDS));
    }
  }

  private PairChannel channel(PairConnection connection) {
    return new PairChannel("test", "channel", connection, new PairCounters()) {
      @Override
      void received(byte[] bytes) throws InterruptedException {
        reader.received(bytes);
      }
    };
  }

  private static NanoSocket peer() {
    NanoSocket peer = NanoSocket.open(Protocol.PAIR);
    peer.set(SocketOption.SEND_TIMEOUT, LONG);
    return peer;
  }

  /**
   * Sends until there is no room, and goes when some of it is read: the library reads 2 KiB at
   * once, which end within a message.
   */
  private void leaveMuchUnread(NanoSocket peer, PairConnection connection) {
    try (peer) {
      for (int i = 0; i < AT_LEAST; i++) {
        assertEquals(Outcome.DONE, peer.send(LEFT_OVER));
      }
      peer.set(SocketOption.SEND_TIMEOUT, Duration.ofMillis(100));
      boolean room = true;
      while (room) {
        room = peer.send(LEFT_OVER) == Outcome.DONE;
      }
      reader.permits.release(AT_LEAST / 4);
      await(reader::waits);
    }
    await(
        () -> {
          connection.check();
          return !connection.isThere();
        });
    reader.permits.release(1 << 20);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "nothing happens");
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void oneThatConnectsBeginsAfreshWithTheNextPeer() throws Exception {
    NanoSocket first = peer();
    first.bind(url);
    PairConnection connection = new ConnectingPair(url, MAX_BYTES);
    try (PairChannel socket = channel(connection)) {
      socket.start();
      leaveMuchUnread(first, connection);
      try (NanoSocket second = peer()) {
        second.bind(url);
        second.send("hello".getBytes(StandardCharsets.UTF_8));
        reader.awaitText("hello");
        assertEquals(0, second.statistic(Statistic.BROKEN_CONNECTIONS));
        assertEquals(1, second.statistic(Statistic.ACCEPTED_CONNECTIONS));
      }
    }
  }

  @Test
  void oneThatIsBoundBeginsAfreshWithTheNextPeer() throws Exception {
    PairConnection connection = new BoundPair(url, MAX_BYTES);
    try (PairChannel socket = channel(connection)) {
      socket.start();
      NanoSocket first = peer();
      first.connect(url);
      leaveMuchUnread(first, connection);
      try (NanoSocket second = peer()) {
        second.connect(url);
        second.send("hello".getBytes(StandardCharsets.UTF_8));
        reader.awaitText("hello");
        assertEquals(0, second.statistic(Statistic.BROKEN_CONNECTIONS));
        assertEquals(1, second.statistic(Statistic.ESTABLISHED_CONNECTIONS));
      }
    }
  }

  @Test
  void oneThatIsBoundUnderstandsAPeerThatHasSomethingLeftOver() throws Exception {
    try (NanoSocket peer = peer()) {
      peer.set(SocketOption.RECONNECT_INTERVAL, Duration.ofMillis(10));
      peer.set(SocketOption.RECEIVE_TIMEOUT, LONG);
      peer.connect(url);
      try (NanoSocket first = peer()) {
        first.bind(url);
        first.set(SocketOption.SEND_TIMEOUT, Duration.ofMillis(100));
        boolean room = true;
        while (room) {
          room = first.send(LEFT_OVER) == Outcome.DONE;
        }
        for (int i = 0; i < AT_LEAST / 4; i++) {
          assertTrue(peer.receive().isPresent());
        }
      }
      await(() -> peer.statistic(Statistic.CURRENT_CONNECTIONS) == 0);

      PairConnection connection = new BoundPair(url, MAX_BYTES);
      try (PairChannel socket = channel(connection)) {
        reader.permits.release(1 << 20);
        socket.start();
        // What is sent while the peer comes and goes is lost.
        await(
            () -> {
              peer.trySend("hello".getBytes(StandardCharsets.UTF_8));
              return !reader.texts.isEmpty();
            });
      }
    }
  }

  @Test
  void oneThatIsBoundKeepsAPeerThatIsSilentWhileAnotherTries() throws Exception {
    PairConnection connection = new BoundPair(url, MAX_BYTES);
    try (PairChannel socket = channel(connection);
        NanoSocket silent = peer();
        NanoSocket another = peer()) {
      reader.permits.release(1);
      socket.start();
      silent.connect(url);
      assertTrue(connection.await(true, LONG));
      another.set(SocketOption.RECONNECT_INTERVAL, Duration.ofMillis(50));
      another.connect(url);
      await(() -> another.statistic(Statistic.BROKEN_CONNECTIONS) > 80);
      silent.send("hello".getBytes(StandardCharsets.UTF_8));
      reader.awaitText("hello");
      assertEquals(1, silent.statistic(Statistic.ESTABLISHED_CONNECTIONS));
    }
  }

  @Test
  void eachConnectionHasANumberOfItsOwn() throws Exception {
    long before = PairConnection.NONE;
    PairConnection connection = new ConnectingPair(url, MAX_BYTES);
    try (PairChannel socket = channel(connection)) {
      socket.start();
      for (int round = 0; round < 3; round++) {
        try (NanoSocket peer = peer()) {
          peer.bind(url);
          assertTrue(connection.await(true, LONG));
          assertTrue(connection.number() > before);
          before = connection.number();
        }
        assertTrue(connection.await(false, LONG));
      }
    }
  }
}
