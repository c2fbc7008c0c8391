package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A module whose receive doesn't return until the test lets it, one permit a message. */
@Timeout(60)
class StalledSinkTest {
  private static final int BOUND = 8;
  private static final String STALLS =
      "(timeout.ms). Until a quarter of its room is free, messages for it are undelivered at once";
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofHours(1);

  private final CapturedLog log = new CapturedLog();
  private final TestModule source = new TestModule();
  private final TestModule other = new TestModule();
  private final TestModule sick = new TestModule();
  private final TestModule healthy = new TestModule();
  private final Semaphore permits = new Semaphore(0);
  private Gateway gateway;

  private void start(Duration timeout, OverflowPolicy otherOverflow, Duration otherTimeout)
      throws Exception {
    sick.onReceive = message -> permits.acquire();
    gateway =
        Gateway.builder()
            .module("source", source)
            .module("other", other)
            .module("sick", sick, "null", BOUND)
            .module("healthy", healthy)
            .link("source", "sick", OverflowPolicy.WAIT, timeout)
            .link("source", "healthy", OverflowPolicy.WAIT, LONG)
            .link("other", "sick", otherOverflow, otherTimeout)
            .build();
    gateway.start();
  }

  private void startAndStall() throws Exception {
    start(SHORT, OverflowPolicy.WAIT, LONG);
    fill();
    source.publish("too many");
    assertTrue(link("source").stalled());
    assertEquals(1, link("source").undelivered());
  }

  private void fill() {
    for (int i = 0; i < BOUND; i++) {
      source.publish("" + i);
    }
    Await.until("the sink has the first", () -> permits.hasQueuedThreads());
  }

  private LinkStatistics link(String from) {
    return gateway.statistics().link(from, "sick");
  }

  private static void requireSum(LinkStatistics link) {
    assertEquals(
        link.published(),
        link.delivered() + link.dropped() + link.undelivered() + link.pending(),
        link::toString);
  }

  @AfterEach
  void stop() {
    permits.release(1_000_000);
    gateway.close();
    requireSum(link("source"));
    requireSum(link("other"));
    assertEquals(0, link("source").pending() + link("other").pending());
    log.close();
  }

  @Test
  void aModuleThatNeverReturnsHoldsUpAnotherSinkOnce() throws Exception {
    start(Duration.ofSeconds(1), OverflowPolicy.WAIT, LONG);
    int published = 0;
    while (!link("source").stalled()) {
      source.publish("" + published++);
    }
    assertEquals(1, link("source").undelivered());
    int more = 5000;
    for (int i = 0; i < more; i++) {
      source.publish("" + published++);
    }
    assertEquals(1 + more, link("source").undelivered()); // had it waited, for 5000 s
    for (int i = 0; i < published; i++) {
      assertEquals("" + i, healthy.next());
    }
    assertEquals(BOUND, link("source").pending());
    assertEquals(0, gateway.statistics().link("source", "healthy").undelivered());
    assertFalse(gateway.statistics().link("source", "healthy").stalled());
    assertEquals(1, log.count(STALLS));
    assertTrue(link("source").toString().endsWith("8 pending, stalled"));
  }

  @Test
  void allWhoWaitEndTogether() throws Exception {
    start(SHORT, OverflowPolicy.WAIT, LONG);
    fill();
    FutureTask<Void> waiting = new FutureTask<>(() -> other.publish("1"), null);
    Thread thread = new Thread(waiting);
    thread.start();
    Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    source.publish("too many");
    waiting.get();
    assertEquals(1, link("source").undelivered());
    assertEquals(1, link("other").undelivered());
    assertTrue(link("other").stalled());
    assertEquals(1, log.count(STALLS));
  }

  @Test
  void messagesAreUndeliveredAtOnceAndThatIsLoggedAtABoundedRate() throws Exception {
    startAndStall();
    for (int i = 0; i < 10_000; i++) {
      other.publish("" + i);
    }
    assertEquals(10_000, link("other").undelivered());
    String line = "other -> sick: a message is undelivered: sick takes nothing: its inbox is full";
    long lines = log.count(line);
    assertTrue(lines >= 1 && lines < 1000, () -> lines + " lines");
  }

  @Test
  void itIsNormalAgainWhenAQuarterOfTheInboxIsFree() throws Exception {
    startAndStall();
    permits.release();
    Await.until("it has the second", () -> permits.hasQueuedThreads() && sick.received.size() == 1);
    other.publish("undelivered");
    assertEquals(1, link("other").undelivered());
    assertTrue(link("other").stalled());
    permits.release();
    Await.until("a quarter is free", () -> !link("other").stalled());
    other.publish("last");
    assertEquals(1, link("other").undelivered());
    permits.release(BOUND);
    Await.until("the last is there", () -> sick.received.contains("last"));
    Await.until("it is logged", () -> log.count("sick takes messages again") == 1);
    assertFalse(link("source").toString().contains("stalled"));
  }

  @Test
  void aSinkMayStallAgain() throws Exception {
    startAndStall();
    permits.release(2);
    Await.until("a quarter is free", () -> !link("source").stalled());
    while (!link("source").stalled()) {
      source.publish("again");
    }
    assertEquals(2, log.count(STALLS));
    assertEquals(2, link("source").undelivered());
  }

  @Test
  void aLinkThatDropsIsAsBefore() throws Exception {
    start(SHORT, OverflowPolicy.DROP_NEWEST, Duration.ZERO);
    fill();
    source.publish("too many");
    other.publish("dropped");
    assertEquals(1, link("other").dropped());
    permits.release();
    Await.until("it has the second", () -> permits.hasQueuedThreads() && sick.received.size() == 1);
    assertTrue(link("source").stalled());
    other.publish("fits");
    assertEquals(1, link("other").dropped());
    assertEquals(1, link("other").pending());
    assertFalse(link("other").stalled());
  }

  @Test
  void aTimeoutOfZeroStallsNothing() throws Exception {
    start(Duration.ZERO, OverflowPolicy.WAIT, LONG);
    fill();
    source.publish("too many");
    source.publish("too many");
    assertEquals(2, link("source").undelivered());
    assertFalse(link("source").stalled());
    FutureTask<Void> waiting = new FutureTask<>(() -> other.publish("waits"), null);
    new Thread(waiting).start();
    permits.release();
    waiting.get();
    assertEquals(0, link("other").undelivered());
  }

  @Test
  void whoIsHeldUpByAStalledSinkDoesNotStall() throws Exception {
    Duration timeout = Duration.ofSeconds(2);
    sick.onReceive = message -> permits.acquire();
    other.onReceive = message -> other.broker.publish(message);
    gateway =
        Gateway.builder()
            .module("source", source)
            .module("other", other, "null", BOUND)
            .module("sick", sick, "null", BOUND)
            .link("source", "sick", OverflowPolicy.DROP_NEWEST, timeout)
            .link("source", "other", OverflowPolicy.WAIT, timeout)
            .link("other", "sick", OverflowPolicy.WAIT, timeout)
            .build();
    gateway.start();
    for (int i = 0; i < 10_000; i++) { // other's inbox is full all the time
      source.publish("" + i);
    }
    assertTrue(link("other").stalled());
    assertEquals(0, gateway.statistics().link("source", "other").undelivered());
    assertEquals(1, log.count(STALLS));
  }

  @Test
  void theEndIsNoStall() throws Exception {
    startAndStall();
    permits.release(1_000_000);
    gateway.stop();
    assertEquals(BOUND, link("source").delivered());
    assertEquals(1, link("source").undelivered());
  }
}
