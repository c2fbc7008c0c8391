package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WaitingTest {
  /** What a machine that others use may add. */
  private static final long SLACK_MILLIS = 2_000;

  @TempDir Path directory;

  @Test
  void aCallThatMayNotWaitSaysThatItWouldBlock() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR);
        NativeMessage message = new NativeMessage()) {
      assertEquals(Outcome.WOULD_BLOCK, socket.tryReceive(message));
      message.allocate(5);
      assertEquals(Outcome.WOULD_BLOCK, socket.trySend(message));
      assertEquals(5, message.size());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 30, 100, 250})
  void aWaitLastsAsLongAsItsTimeOut(long millis) {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR);
        NativeMessage message = new NativeMessage()) {
      socket.set(SocketOption.RECEIVE_TIMEOUT, Duration.ofMillis(millis));
      socket.set(SocketOption.SEND_TIMEOUT, Duration.ofMillis(millis));
      assertEquals(Duration.ofMillis(millis), socket.get(SocketOption.RECEIVE_TIMEOUT));
      lasts(millis, () -> assertEquals(Outcome.TIMED_OUT, socket.receive(message)));
      message.allocate(1);
      lasts(millis, () -> assertEquals(Outcome.TIMED_OUT, socket.send(message)));
      assertEquals(1, message.size());
    }
  }

  @Test
  void aWaitForRoomEndsWhenThePeerMakesSome() throws InterruptedException {
    try (NanoSocket receiver = NanoSocket.open(Protocol.PAIR);
        NanoSocket sender = NanoSocket.open(Protocol.PAIR)) {
      String address = Transport.IPC.address(directory);
      receiver.bind(address);
      sender.set(SocketOption.SEND_TIMEOUT, Duration.ofMillis(50));
      lasts(50, () -> assertEquals(Outcome.TIMED_OUT, sender.awaitSendable()));
      Duration longer = Duration.ofMillis(120);
      lasts(120, () -> assertEquals(Outcome.TIMED_OUT, sender.awaitSendable(longer)));
      sender.set(SocketOption.SEND_TIMEOUT, Duration.ofSeconds(30));
      sender.connect(address);
      assertEquals(Outcome.DONE, sender.awaitSendable());
      int sent = 0;
      do {
        while (sender.trySend(new byte[10_000]) == Outcome.DONE) {
          sent++;
        }
        // What the library's thread still passes on makes room again.
      } while (sender.awaitSendable(Duration.ofMillis(200)) != Outcome.TIMED_OUT);
      AtomicReference<Outcome> outcome = new AtomicReference<>();
      Thread waiting = new Thread(() -> outcome.set(sender.awaitSendable()));
      waiting.start();
      Await.until("a wait in native code", () -> NativeWait.isIn(waiting));
      for (int i = 0; i < sent; i++) {
        assertTrue(receiver.receive().isPresent());
      }
      Await.end(waiting);
      assertEquals(Outcome.DONE, outcome.get());
      assertEquals(Outcome.DONE, sender.trySend(new byte[1]));
    }
  }

  private static void lasts(long millis, Runnable call) {
    long begin = System.nanoTime();
    call.run();
    long took = (System.nanoTime() - begin) / 1_000_000;
    assertTrue(took >= millis, took + " ms, less than " + millis);
    assertTrue(took < millis + SLACK_MILLIS, took + " ms, more than " + millis);
  }

  @Test
  void aCloseWakesAThreadThatReceives() throws InterruptedException {
    closeWakes(socket -> socket.receive(new NativeMessage()));
  }

  @Test
  void aCloseWakesAThreadThatSends() throws InterruptedException {
    closeWakes(WaitingTest::sendOne);
  }

  private static Outcome sendOne(NanoSocket socket) {
    try (NativeMessage message = new NativeMessage()) {
      message.allocate(1);
      return socket.send(message);
    }
  }

  @Test
  void aCloseWakesAThreadThatWaitsForRoom() throws InterruptedException {
    closeWakes(NanoSocket::awaitSendable);
  }

  private void closeWakes(Function<NanoSocket, Outcome> call) throws InterruptedException {
    NanoSocket socket = NanoSocket.open(Protocol.PAIR);
    socket.bind(Transport.IPC.address(directory));
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    Thread waiting = new Thread(() -> outcome.set(call.apply(socket)));
    waiting.start();
    Await.until("a wait in native code", () -> NativeWait.isIn(waiting));
    lasts(0, socket::close);
    Await.end(waiting);
    assertEquals(Outcome.CLOSED, outcome.get());
    assertEquals(Outcome.CLOSED, call.apply(socket));
  }

  @Test
  @SuppressWarnings("try") // The explicit close is what is tested.
  void threadsThatWaitInOneSocketEachGetAMessageOrHearOfItsEnd() throws InterruptedException {
    int waiting = 5;
    int sent = 3;
    Map<Outcome, Integer> outcomes = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    try (NanoSocket receiver = NanoSocket.open(Protocol.PULL);
        NanoSocket sender = NanoSocket.open(Protocol.PUSH)) {
      String url = Transport.IPC.address(directory);
      receiver.bind(url);
      sender.connect(url);
      for (int i = 0; i < waiting; i++) {
        Thread thread = new Thread(() -> outcomes.merge(receiveOne(receiver), 1, Integer::sum));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        Await.until("a wait in native code", () -> NativeWait.isIn(thread));
      }
      for (int i = 0; i < sent; i++) {
        assertEquals(Outcome.DONE, sender.send(new byte[1]));
      }
      Await.until("the messages", () -> outcomes.getOrDefault(Outcome.DONE, 0) == sent);
      receiver.close();
      for (Thread thread : threads) {
        Await.end(thread);
      }
    }
    assertEquals(Map.of(Outcome.DONE, sent, Outcome.CLOSED, waiting - sent), outcomes);
  }

  @Test
  void threadsThatWaitInOneSurveyAllHearOfItsEnd() throws InterruptedException {
    Map<Outcome, Integer> outcomes = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    try (NanoSocket surveyor = NanoSocket.open(Protocol.SURVEYOR);
        NanoSocket respondent = NanoSocket.open(Protocol.RESPONDENT)) {
      String url = Transport.IPC.address(directory);
      surveyor.bind(url);
      respondent.connect(url);
      Connections.await(surveyor, 1);
      surveyor.set(SocketOption.SURVEY_DEADLINE, Duration.ofSeconds(10));
      assertEquals(Outcome.DONE, surveyor.send(new byte[1]));
      for (int i = 0; i < 3; i++) {
        Thread thread = new Thread(() -> outcomes.merge(receiveOne(surveyor), 1, Integer::sum));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        Await.end(thread);
      }
    }
    assertEquals(Map.of(Outcome.TIMED_OUT, 3), outcomes);
  }

  private static Outcome receiveOne(NanoSocket socket) {
    try (NativeMessage message = new NativeMessage()) {
      return socket.receive(message);
    }
  }

  @Test
  void aSocketThatNeverSendsHasNoRoomToWaitFor() {
    try (NanoSocket socket = NanoSocket.open(Protocol.PULL)) {
      NanoException e = assertThrows(NanoException.class, socket::awaitSendable);
      assertEquals(Errno.ENOTSUP, e.errno());
      assertTrue(e.getMessage().startsWith("wait on a PULL socket: "), e.getMessage());
    }
  }

  @Test
  void anInterruptEndsAReceiveInBoundedTime() throws InterruptedException {
    interruptEnds(socket -> socket.receive(new NativeMessage()));
  }

  @Test
  void anInterruptEndsASendInBoundedTime() throws InterruptedException {
    interruptEnds(WaitingTest::sendOne);
  }

  @Test
  void anInterruptEndsAWaitForRoomInBoundedTime() throws InterruptedException {
    interruptEnds(NanoSocket::awaitSendable);
  }

  private void interruptEnds(Function<NanoSocket, Outcome> call) throws InterruptedException {
    try (NanoSocket socket = NanoSocket.open(Protocol.PAIR)) {
      AtomicReference<Outcome> outcome = new AtomicReference<>();
      AtomicReference<Boolean> status = new AtomicReference<>();
      Thread waiting =
          new Thread(
              () -> {
                outcome.set(call.apply(socket));
                status.set(Thread.currentThread().isInterrupted());
              });
      waiting.start();
      Await.until("a wait in native code", () -> NativeWait.isIn(waiting));
      long begin = System.nanoTime();
      waiting.interrupt();
      Await.end(waiting);
      long took = (System.nanoTime() - begin) / 1_000_000;
      assertEquals(Outcome.INTERRUPTED, outcome.get());
      assertEquals(true, status.get());
      assertTrue(took < 100 + SLACK_MILLIS, took + " ms");
    }
  }
}
