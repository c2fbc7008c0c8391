package io.outrigger.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.base.QueueBound;
import io.outrigger.base.SizedQueue;
import io.outrigger.module.Message;
import io.outrigger.protocol.MessageSink.Origin;
import io.outrigger.protocol.MessageSink.Outcome;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sink is full, and its publishers wait. */
@Timeout(60)
class BlockingSinkTest {
  private static final int ROOM = 8;
  private static final Message MESSAGE = Message.of(new byte[1]);
  private static final long LONG = TimeUnit.HOURS.toNanos(1);
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);

  private final CapturedLog log = new CapturedLog();
  private final Kept sink = new Kept();

  /** Keeps messages until the test says that they are sent. */
  private static final class Kept extends BlockingSink {
    private final QueueBound bound = new QueueBound(ROOM, 1000);
    private final SizedQueue<Message, Origin> queue = new SizedQueue<>();
    private long sent;
    private UndeliveredException useless;

    Kept() {
      super("remote");
    }

    @Override
    protected Outcome take(Message message, int size, Origin origin, boolean atOnce) {
      if (!bound.hasRoom(queue, size)) {
        return Outcome.FULL;
      }
      queue.add(message, origin, size);
      return Outcome.TAKEN;
    }

    void sent(int count) {
      withLock(
          () -> {
            for (int i = 0; i < count; i++) {
              queue.removeFirst();
              sent++;
            }
            changed.signalAll();
          });
    }

    void hostIsAbandoned() {
      withLock(
          () -> {
            useless = new UndeliveredException("there is no host");
            changed.signalAll();
          });
    }

    @Override
    protected boolean giveBackOldestOf(Origin origin) {
      return queue.removeOldestOf(origin, 0);
    }

    @Override
    protected boolean makesRoom() {
      return true;
    }

    @Override
    protected long roomMade() {
      return sent;
    }

    @Override
    protected boolean isQuarterFree() {
      return bound.isQuarterFree(queue.count(), queue.bytes());
    }

    @Override
    protected long checkWait() throws UndeliveredException {
      if (useless != null) {
        throw useless;
      }
      return Long.MAX_VALUE;
    }
  }

  @BeforeEach
  void fill() {
    for (int i = 0; i < ROOM; i++) {
      assertEquals(Outcome.TAKEN, sink.offerAtOnce(MESSAGE, 1, Origin.NONE));
    }
    assertEquals(Outcome.FULL, sink.offerAtOnce(MESSAGE, 1, Origin.NONE));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private FutureTask<Outcome> waiter(long timeoutNanos) {
    FutureTask<Outcome> outcome =
        new FutureTask<>(() -> sink.offer(MESSAGE, 1, Origin.NONE, timeoutNanos));
    Thread thread = new Thread(outcome);
    thread.start();
    Await.until("it waits", () -> outcome.isDone() || thread.getState().name().contains("WAIT"));
    return outcome;
  }

  private void stall() throws Exception {
    assertEquals(Outcome.STALLED, sink.offer(MESSAGE, 1, Origin.NONE, SHORT));
    assertTrue(sink.isStalled());
  }

  @Test
  void allWhoWaitEndTogetherWhenTheTimeoutOfOneIsOver() throws Exception {
    List<FutureTask<Outcome>> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiters.add(waiter(LONG));
    }
    stall(); // by the last of the line
    for (FutureTask<Outcome> waiter : waiters) {
      assertEquals(Outcome.STALLED, waiter.get());
    }
    assertEquals(1, log.count("remote takes nothing: its host has made no room for 50 ms"));
  }

  @Test
  void whoComesLaterDoesNotWait() throws Exception {
    stall();
    for (int i = 0; i < 1000; i++) {
      assertEquals(Outcome.STALLED, sink.offerAtOnce(MESSAGE, 1, Origin.NONE));
      assertEquals(Outcome.STALLED, sink.offer(MESSAGE, 1, Origin.NONE, LONG));
    }
    assertTrue(sink.whyStalled().startsWith("remote takes nothing: "), sink.whyStalled());
    assertEquals(1, log.count("takes nothing"));
  }

  @Test
  void itTakesMessagesAgainWhenAQuarterOfTheRoomIsFree() throws Exception {
    stall();
    sink.sent(1);
    assertEquals(Outcome.STALLED, sink.offerAtOnce(MESSAGE, 1, Origin.NONE));
    assertFalse(log.contains("takes messages again"));
    sink.sent(1);
    assertFalse(sink.isStalled());
    assertEquals(Outcome.TAKEN, sink.offerAtOnce(MESSAGE, 1, Origin.NONE));
    assertEquals(Outcome.TAKEN, sink.offer(MESSAGE, 1, Origin.NONE, LONG));
    assertEquals(1, log.count("remote takes messages again"));
    stall();
    assertEquals(2, log.count("takes nothing"));
  }

  @Test
  void whoDropsTakesWhatRoomThereIs() throws Exception {
    stall();
    assertEquals(Outcome.FULL, sink.offer(MESSAGE, 1, Origin.NONE));
    sink.sent(1);
    assertEquals(Outcome.TAKEN, sink.offer(MESSAGE, 1, Origin.NONE));
    assertEquals(Outcome.TAKEN, sink.offerDroppingOldest(MESSAGE, 1, Origin.NONE));
    assertTrue(sink.isStalled());
  }

  @Test
  void aTimeoutOfZeroStallsNothing() {
    assertThrows(UndeliveredException.class, () -> sink.offer(MESSAGE, 1, Origin.NONE, 0));
    assertFalse(sink.isStalled());
    assertFalse(log.contains("takes nothing"));
  }

  @Test
  void theWaitsEndEarlierWhenTheHostIsAbandoned() {
    List<FutureTask<Outcome>> waiters = List.of(waiter(LONG), waiter(LONG));
    sink.hostIsAbandoned();
    for (FutureTask<Outcome> waiter : waiters) {
      Exception e = assertThrows(ExecutionException.class, waiter::get);
      assertEquals("there is no host", e.getCause().getMessage());
    }
    assertFalse(sink.isStalled());
  }

  @Test
  void theEndOfTheSinkCountsMoreThanItsStall() throws Exception {
    FutureTask<Outcome> waiter = waiter(LONG);
    sink.end();
    assertEquals(Outcome.CLOSED, waiter.get());
    assertEquals(Outcome.CLOSED, sink.offerAtOnce(MESSAGE, 1, Origin.NONE));
    assertEquals(Outcome.CLOSED, sink.offer(MESSAGE, 1, Origin.NONE, SHORT));
    assertFalse(sink.isStalled());
  }
}
