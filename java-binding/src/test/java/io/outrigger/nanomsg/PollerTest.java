package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PollerTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir Path directory;
  private final NanoPoller poller = NanoPoller.open();
  private final NanoSocket one = NanoSocket.open(Protocol.PAIR);
  private final NanoSocket oneClient = NanoSocket.open(Protocol.PAIR);
  private final NanoSocket other = NanoSocket.open(Protocol.PAIR);
  private final NanoSocket otherClient = NanoSocket.open(Protocol.PAIR);

  @BeforeEach
  void connect() {
    connect(one, oneClient);
    connect(other, otherClient);
  }

  private void connect(NanoSocket server, NanoSocket client) {
    String url = Transport.IPC.address(directory);
    server.bind(url);
    client.connect(url);
    Connections.await(client, 1);
    Connections.await(server, 1);
  }

  @AfterEach
  void close() {
    poller.close();
    one.close();
    oneClient.close();
    other.close();
    otherClient.close();
  }

  @Test
  void theSocketsThatCanReceiveAreReady() {
    PollKey first = poller.register(one, Interest.RECEIVE);
    PollKey second = poller.register(other, Interest.RECEIVE);
    assertEquals(0, poller.poll(Duration.ZERO));
    assertEquals(0, poller.poll(Duration.ofMillis(150)));
    otherClient.send(new byte[1]);
    assertEquals(1, poller.poll(LONG));
    assertFalse(first.canReceive());
    assertTrue(second.canReceive());
    assertEquals(other, second.socket());
    assertTrue(other.tryReceive().isPresent());
    assertEquals(0, poller.poll(Duration.ZERO));
    assertFalse(second.canReceive());
    oneClient.send(new byte[1]);
    otherClient.send(new byte[1]);
    Await.until("both", () -> poller.poll(LONG) == 2);
  }

  @Test
  void aSocketThatCanSendIsReadyUntilItIsFull() {
    PollKey key = poller.register(oneClient, Interest.SEND, Interest.RECEIVE);
    assertEquals(1, poller.poll(LONG));
    assertTrue(key.canSend());
    assertFalse(key.canReceive());
    byte[] bytes = new byte[10_000];
    Await.until(
        "it stays full",
        () -> {
          while (oneClient.trySend(bytes) == Outcome.DONE) {
            // Until it is full, for now.
          }
          return poller.poll(Duration.ZERO) == 0;
        });
    assertFalse(key.canSend());
    // That nothing can be received doesn't say that nothing is left: the library's thread takes
    // one message after another from the connection.
    Await.until(
        "there is room",
        () -> {
          one.tryReceive();
          return poller.poll(Duration.ZERO) == 1;
        });
    assertTrue(key.canSend());
  }

  @Test
  void aProtocolThatNeverReceivesIsNotWaitedForInVain() {
    try (NanoSocket push = NanoSocket.open(Protocol.PUSH)) {
      NanoException e =
          assertThrows(NanoException.class, () -> poller.register(push, Interest.RECEIVE));
      assertEquals(Errno.ENOTSUP, e.errno());
      assertTrue(e.getMessage().startsWith("register a PUSH socket to RECEIVE: "), e.getMessage());
      poller.register(push, Interest.SEND);
    }
  }

  @Test
  void aWakeUpEndsThePollThatIsGoingOnOrTheNext() throws InterruptedException {
    poller.register(one, Interest.RECEIVE);
    poller.wakeUp();
    assertEquals(0, poller.poll(LONG));
    AtomicReference<Integer> ready = new AtomicReference<>();
    Thread thread = polling(ready);
    poller.wakeUp();
    Await.end(thread);
    assertEquals(0, ready.get());
  }

  private Thread polling(AtomicReference<Integer> ready) {
    Thread thread = new Thread(() -> ready.set(poller.poll(LONG)));
    thread.start();
    Await.until("it polls", () -> NativeWait.isIn(thread));
    return thread;
  }

  @Test
  void whatIsRegisteredDuringAPollIsPolled() throws InterruptedException {
    AtomicReference<Integer> ready = new AtomicReference<>();
    Thread thread = polling(ready);
    PollKey key = poller.register(one, Interest.RECEIVE);
    oneClient.send(new byte[1]);
    Await.end(thread);
    assertEquals(1, ready.get());
    assertTrue(key.canReceive());
  }

  @Test
  void aSocketThatIsClosedDropsOut() throws InterruptedException {
    PollKey key = poller.register(one, Interest.RECEIVE);
    PollKey left = poller.register(other, Interest.RECEIVE);
    AtomicReference<Integer> ready = new AtomicReference<>();
    Thread thread = polling(ready);
    one.close();
    assertFalse(key.isValid());
    otherClient.send(new byte[1]);
    Await.end(thread);
    assertEquals(1, ready.get());
    assertTrue(left.canReceive());
    assertThrows(NanoException.class, () -> poller.register(one, Interest.RECEIVE));
  }

  @Test
  void aCancelledKeyIsNotReady() {
    PollKey key = poller.register(one, Interest.RECEIVE);
    oneClient.send(new byte[1]);
    assertEquals(1, poller.poll(LONG));
    key.cancel();
    key.cancel();
    assertFalse(key.isValid());
    assertFalse(key.canReceive());
    assertEquals(0, poller.poll(Duration.ZERO));
  }

  @Test
  void anInterruptEndsAPollInBoundedTime() throws InterruptedException {
    AtomicReference<Integer> ready = new AtomicReference<>();
    Thread thread = polling(ready);
    thread.interrupt();
    Await.end(thread);
    assertEquals(0, ready.get());
  }

  @Test
  void aCloseEndsThePoll() throws InterruptedException {
    PollKey key = poller.register(one, Interest.RECEIVE);
    AtomicReference<Integer> ready = new AtomicReference<>();
    Thread thread = polling(ready);
    poller.close();
    poller.close();
    Await.end(thread);
    assertEquals(0, ready.get());
    assertEquals(0, poller.poll(LONG));
    assertFalse(key.isValid());
    poller.wakeUp();
    key.cancel();
    assertThrows(IllegalStateException.class, () -> poller.register(one, Interest.RECEIVE));
    assertFalse(one.isClosed());
  }

  @Test
  void aSecondThreadMayNotPoll() throws InterruptedException {
    AtomicReference<Integer> ready = new AtomicReference<>();
    Thread thread = polling(ready);
    // A registration ends the native call, and the other thread begins another one.
    for (int i = 0; i < 3_000; i++) {
      PollKey key = poller.register(other, Interest.RECEIVE);
      assertThrows(IllegalStateException.class, () -> poller.poll(Duration.ZERO));
      key.cancel();
    }
    poller.wakeUp();
    Await.end(thread);
    assertEquals(0, ready.get());
  }

  @Test
  void socketsComeAndGoWhileAnotherThreadPolls() throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                poller.poll(LONG);
              }
            });
    thread.start();
    for (int i = 0; i < 300; i++) {
      try (NanoSocket socket = NanoSocket.open(Protocol.PUSH)) {
        assertTrue(poller.register(socket, Interest.SEND).isValid());
        if (i % 3 == 0) {
          poller.wakeUp();
        }
      }
    }
    thread.interrupt();
    Await.end(thread);
  }
}
