package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.testsupport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One module publishes to another whose receive the test lets go on, one permit a message. */
@Timeout(60)
class FullInboxTest {
  private static final int BOUND = 4;

  private final TestModule source = new TestModule();
  private final TestModule other = new TestModule();
  private final TestModule sink = new TestModule();
  private final Semaphore permits = new Semaphore(0);
  private Gateway gateway;

  private void start(OverflowPolicy whenFull, Duration timeout) throws Exception {
    sink.onReceive = message -> permits.acquire();
    gateway =
        Gateway.builder()
            .module("source", source)
            .module("other", other)
            .module("sink", sink, "null", BOUND)
            .link("source", "sink", whenFull, timeout)
            .link("other", "sink", whenFull, timeout)
            .build();
    gateway.start();
  }

  /** Has the first message in the sink's hands and the rest in its inbox. */
  private void publishAndAwaitHanded(String... texts) throws Exception {
    for (String text : texts) {
      source.publish(text);
    }
    Await.until("the sink has the first", () -> permits.hasQueuedThreads());
  }

  @AfterEach
  void stop() {
    permits.release(1_000_000);
    gateway.close();
  }

  private LinkStatistics counts(String from) {
    return gateway.statistics().link(from, "sink");
  }

  private List<String> rest() throws InterruptedException {
    permits.release(1000);
    Await.until(
        "all is handled", () -> counts("source").pending() + counts("other").pending() == 0);
    List<String> all = new ArrayList<>();
    sink.received.drainTo(all);
    return all;
  }

  @Test
  void thePublisherWaitsForRoom() throws Exception {
    start(OverflowPolicy.WAIT, Duration.ofSeconds(30));
    publishAndAwaitHanded("1", "2", "3", "4");
    FutureTask<Void> fifth = new FutureTask<>(() -> source.publish("5"), null);
    Thread publisher = new Thread(fifth);
    publisher.start();
    Await.until("it waits", () -> publisher.getState() == Thread.State.TIMED_WAITING);
    permits.release();
    fifth.get();
    assertEquals(List.of("1", "2", "3", "4", "5"), rest());
    assertEquals(5, counts("source").delivered());
  }

  @Test
  void thePublisherWaitsNoLongerThanTheTimeout() throws Exception {
    start(OverflowPolicy.WAIT, Duration.ofMillis(50));
    publishAndAwaitHanded("1", "2", "3", "4");
    long begin = System.nanoTime();
    source.publish("5");
    assertTrue(System.nanoTime() - begin >= 50_000_000);
    assertEquals(1, counts("source").undelivered());
    assertEquals(List.of("1", "2", "3", "4"), rest());
  }

  @Test
  void aSlowSinkThatGoesOnLosesNothing() throws Exception {
    start(OverflowPolicy.WAIT, Duration.ofMillis(2000));
    FutureTask<Void> publishing =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < 40; i++) {
                source.publish("" + i);
              }
            },
            null);
    Thread publisher = new Thread(publishing);
    publisher.start();
    while (!publishing.isDone()) { // one at a time, when there is no room for the next
      Await.until(
          "sink and publisher wait",
          () ->
              publishing.isDone()
                  || permits.hasQueuedThreads()
                      && publisher.getState() == Thread.State.TIMED_WAITING);
      permits.release();
    }
    publishing.get();
    assertEquals(0, counts("source").undelivered());
    assertEquals(40, rest().size());
  }

  @Test
  void eachHandledMessageMakesRoomAtOnce() throws Exception {
    start(OverflowPolicy.WAIT, Duration.ofSeconds(5));
    publishAndAwaitHanded("1", "2", "3", "4");
    for (int i = 5; i < 100; i++) {
      permits.release(); // for one, and the others of its batch stay where they are
      source.publish("" + i);
    }
    assertEquals(0, counts("source").undelivered());
    assertEquals(99, rest().size());
  }

  @Test
  void theNewestIsDropped() throws Exception {
    start(OverflowPolicy.DROP_NEWEST, Duration.ZERO);
    publishAndAwaitHanded("1", "2", "3", "4");
    source.publish("5");
    source.publish("6");
    assertEquals(2, counts("source").dropped());
    assertEquals(List.of("1", "2", "3", "4"), rest());
    source.publish("7");
    assertEquals("7", sink.next());
  }

  @Test
  void theOldestOfTheSameLinkIsDropped() throws Exception {
    start(OverflowPolicy.DROP_OLDEST, Duration.ZERO);
    publishAndAwaitHanded("1");
    other.publish("x");
    source.publish("2");
    source.publish("3");
    source.publish("4");
    assertEquals(1, counts("source").dropped());
    assertEquals(0, counts("other").dropped());
    assertEquals(List.of("1", "x", "3", "4"), rest());
  }

  @Test
  void theNewestIsDroppedIfTheLinkHasNoOldest() throws Exception {
    start(OverflowPolicy.DROP_OLDEST, Duration.ZERO);
    publishAndAwaitHanded("1", "2", "3", "4");
    other.publish("x");
    assertEquals(1, counts("other").dropped());
    assertEquals(List.of("1", "2", "3", "4"), rest());
  }

  @Test
  void anInboxIsBoundedInBytesAndALargerMessagePassesAlone() throws Exception {
    start(OverflowPolicy.DROP_NEWEST, Duration.ZERO);
    byte[] large = new byte[(1 << 20) + 1];
    source.broker.publish(Message.of(large));
    Await.until("the sink has it", () -> permits.hasQueuedThreads());
    source.publish("small");
    assertEquals(1, counts("source").dropped());
    permits.release(2);
    // It counts as delivered a moment before it makes room.
    Await.until(
        "there is room",
        () -> {
          long dropped = counts("source").dropped();
          source.publish("small");
          return counts("source").dropped() == dropped;
        });
    assertEquals(large.length, sink.next().length());
    assertEquals("small", sink.next());
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    start(OverflowPolicy.WAIT, Duration.ofSeconds(30));
    publishAndAwaitHanded("1", "2", "3", "4");
    Thread.currentThread().interrupt();
    assertThrows(PublishException.class, () -> source.publish("5"));
    assertTrue(Thread.interrupted());
    assertEquals(1, counts("source").undelivered());
  }

  @Test
  void aStopEndsTheWaitOfAPublisher() throws Exception {
    start(OverflowPolicy.WAIT, Duration.ofSeconds(60));
    publishAndAwaitHanded("1", "2", "3", "4");
    FutureTask<Void> fifth = new FutureTask<>(() -> source.publish("5"), null);
    Thread publisher = new Thread(fifth);
    publisher.start();
    Await.until("it waits", () -> publisher.getState() == Thread.State.TIMED_WAITING);
    Thread stopper = new Thread(gateway::stop);
    stopper.start();
    fifth.get();
    assertEquals(1, counts("source").undelivered());
    permits.release(1000);
    stopper.join();
    assertEquals(4, counts("source").delivered());
  }
}
