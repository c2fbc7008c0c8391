package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order and the deadline of a stop, with modules in this process. */
@Timeout(60)
class GatewayStopTest {
  private final CapturedLog log = new CapturedLog();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final TestModule a = new TestModule("a", calls);
  private final TestModule b = new TestModule("b", calls);
  private final TestModule c = new TestModule("c", calls);
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void end() {
    never.countDown();
    log.close();
  }

  private GatewayBuilder builder() {
    return Gateway.builder().module("a", a).module("b", b).module("c", c);
  }

  private List<String> destroyed() {
    return calls.stream().filter(call -> call.startsWith("destroy")).toList();
  }

  /** A module that won't be stopped. */
  private void hang() {
    boolean ended = false;
    while (!ended) {
      try {
        ended = never.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        // it goes on
      }
    }
  }

  @Test
  void modulesAreDestroyedAlongTheLinks() throws Exception {
    try (Gateway gateway = builder().link("c", "a").link("a", "b").build()) {
      gateway.start();
    }
    assertEquals(List.of("destroy c", "destroy a", "destroy b"), destroyed());
    assertTrue(log.contains("gateway stopped in "));
  }

  @Test
  void whatIsPublishedInDestroyArrives() throws Exception {
    Gateway gateway = builder().link("a", "b").link("b", "c").build();
    a.onDestroy = () -> a.publish("the last of a");
    b.onReceive = message -> b.publish(TestModule.text(message) + " through b");
    b.onDestroy = () -> b.publish("the total of b");
    gateway.start();
    gateway.stop();
    assertEquals(List.of("the last of a through b", "the total of b"), List.copyOf(c.received));
    assertEquals(2, gateway.statistics().link("b", "c").delivered());
  }

  @Test
  void aCircleEndsInTheReverseOrder() throws Exception {
    try (Gateway gateway = builder().link("a", "b").link("b", "c").link("c", "a").build()) {
      gateway.start();
    }
    assertEquals(List.of("destroy c", "destroy b", "destroy a"), destroyed());
  }

  @Test
  void whatIsSentToADestroyedMemberOfACircleIsUndelivered() throws Exception {
    Gateway gateway = builder().link("a", "b").link("b", "a").build();
    a.onDestroy = () -> a.publish("late");
    gateway.start();
    gateway.stop();
    assertEquals(1, gateway.statistics().link("a", "b").undelivered());
  }

  @Test
  void modulesThatAreNotLinkedAreDestroyedAtTheSameTime() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3);
    for (TestModule module : List.of(a, b, c)) {
      module.onDestroy = () -> together.await(20, TimeUnit.SECONDS);
    }
    try (Gateway gateway = builder().build()) {
      gateway.start();
    }
    assertFalse(log.contains("failed in destroy"));
    assertEquals(3, destroyed().size());
  }

  @Test
  void aStopHasOneDeadlineAndSaysWhoWasLate() throws Exception {
    Gateway gateway =
        builder().link("a", "b").link("b", "c").stopTimeout(Duration.ofMillis(800)).build();
    a.onDestroy = this::hang;
    gateway.start();
    gateway.stop();
    Await.until("it is given up", () -> log.contains("a: hangs and is given up, at "));
    assertTrue(
        log.contains("the time for the stop ran out (stop.timeout.ms, 800 ms); not destroyed in"));
    assertTrue(log.contains("not destroyed in time: a"));
    Await.until("the others had their turn", () -> destroyed().size() == 3);
  }

  @Test
  void whatAModuleThatHangsHasNotTakenIsUndelivered() throws Exception {
    Gateway gateway = builder().link("a", "b").stopTimeout(Duration.ofMillis(800)).build();
    b.onReceive = message -> hang();
    gateway.start();
    a.publish("taken");
    for (int i = 0; i < 300; i++) {
      a.publish("" + i);
    }
    gateway.stop();
    Await.until(gateway::statistics, () -> gateway.statistics().link("a", "b").undelivered() > 0);
    LinkStatistics link = gateway.statistics().link("a", "b");
    assertEquals(301, link.published());
    assertEquals(0, link.delivered());
    assertTrue(log.contains("not destroyed in time: b"));
  }

  @Test
  void anInterruptedStopDestroysAllModules() throws Exception {
    Gateway gateway = builder().link("a", "b").build();
    gateway.start();
    Thread.currentThread().interrupt();
    gateway.stop();
    assertTrue(Thread.interrupted());
    assertEquals(3, destroyed().size());
  }
}
