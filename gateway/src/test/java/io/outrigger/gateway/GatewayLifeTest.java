package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.gateway.GatewayException.Reason;
import io.outrigger.module.PublishException;
import io.outrigger.testsupport.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatewayLifeTest {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final TestModule a = new TestModule("a", calls);
  private final TestModule b = new TestModule("b", calls);
  private final TestModule c = new TestModule("c", calls);
  private final Gateway gateway =
      Gateway.builder()
          .module("a", a, "{\"x\":1}")
          .module("b", b)
          .module("c", c)
          .link("a", "b")
          .link("*", "c")
          .gracePeriod(Duration.ofSeconds(1))
          .build();

  @Test
  void allAreCreatedBeforeOneIsStartedAndDestroyedAlongTheLinks() throws Exception {
    gateway.start();
    Await.until("all have started", () -> calls.size() == 6);
    gateway.stop();
    assertEquals(List.of("create a", "create b", "create c"), calls.subList(0, 3));
    assertEquals(List.of("destroy a", "destroy b", "destroy c"), calls.subList(6, 9));
    assertEquals("{\"x\":1}", a.configuration);
    assertEquals("null", b.configuration);
  }

  @Test
  void allCallsOfAModuleComeOnOneThread() throws Exception {
    gateway.start();
    a.publish("1");
    b.next();
    gateway.stop();
    assertEquals(1, b.threads.size());
    Thread thread = b.threads.iterator().next();
    assertEquals("module b", thread.getName());
    assertFalse(thread.isAlive());
  }

  @Test
  void aCreateThatThrowsDestroysWhatWasCreatedAndSaysWhy() {
    c.onCreate =
        () -> {
          throw new IllegalArgumentException("the sensor isn't plugged in");
        };
    GatewayException e = assertThrows(GatewayException.class, gateway::start);
    assertEquals(Reason.MODULE, e.reason());
    assertEquals("module 'c' could not be created: the sensor isn't plugged in", e.getMessage());
    assertEquals(
        List.of("create a", "create b", "create c", "destroy a", "destroy b"), List.copyOf(calls));
  }

  @Test
  void anErrorInCreateIsSaidToo() {
    b.onCreate =
        () -> {
          throw new NoClassDefFoundError("org/example/Driver");
        };
    GatewayException e = assertThrows(GatewayException.class, gateway::start);
    assertEquals(
        "module 'b' could not be created: java.lang.NoClassDefFoundError: org/example/Driver",
        e.getMessage());
  }

  @Test
  void aModuleThatThrowsGoesOn() throws Exception {
    b.onStart =
        () -> {
          throw new IllegalStateException("start");
        };
    b.onReceive =
        message -> {
          switch (TestModule.text(message)) {
            case "overflow" -> overflow(1);
            case "linkage" -> throw new NoClassDefFoundError("x/Y");
            case "interrupt" -> Thread.currentThread().interrupt();
            default -> {}
          }
        };
    gateway.start();
    for (String text : List.of("overflow", "linkage", "interrupt", "well")) {
      a.publish(text);
    }
    assertEquals("interrupt", b.next());
    assertEquals("well", b.next());
    gateway.stop();
    LinkStatistics counts = gateway.statistics().link("a", "b");
    assertEquals(4, counts.published());
    assertEquals(4, counts.delivered());
  }

  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  @Test
  void anInterruptFromElsewhereDoesNotEndAModule() throws Exception {
    gateway.start();
    a.publish("1");
    assertEquals("1", b.next());
    Thread thread = b.threads.iterator().next();
    Await.until("it waits", () -> thread.getState() == Thread.State.WAITING);
    thread.interrupt();
    a.publish("2");
    assertEquals("2", b.next());
  }

  @Test
  void whatIsPublishedInCreateIsHeldBackUntilAllAreCreated() throws Exception {
    a.onCreate = () -> a.publish("early");
    CountDownLatch created = new CountDownLatch(1);
    b.onReceive = message -> assertEquals(0, created.getCount());
    c.onCreate = created::countDown;
    gateway.start();
    assertEquals("early", b.next());
    assertEquals("early", c.next());
  }

  @Test
  void aCreateThatFillsAnInboxDoesNotHoldUpTheStart() throws Exception {
    int more = 10;
    a.onCreate =
        () -> {
          for (int i = 0; i < GatewayBuilder.DEFAULT_INBOX_MESSAGES + more; i++) {
            a.publish("" + i);
          }
        };
    gateway.start();
    for (int i = 0; i < GatewayBuilder.DEFAULT_INBOX_MESSAGES; i++) {
      assertEquals("" + i, b.next());
    }
    gateway.stop();
    assertEquals(more, gateway.statistics().link("a", "b").undelivered());
    assertEquals(
        GatewayBuilder.DEFAULT_INBOX_MESSAGES, gateway.statistics().link("a", "b").delivered());
  }

  @Test
  void whatAThreadPublishesWhileOthersAreCreatedIsNotLost() throws Exception {
    int messages = 3 * GatewayBuilder.DEFAULT_INBOX_MESSAGES;
    FutureTask<Void> publishing =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < messages; i++) {
                a.publish("" + i);
              }
              return null;
            });
    Thread publisher = new Thread(publishing);
    a.onCreate = publisher::start;
    c.onCreate =
        () ->
            Await.until("the publisher waits", () -> publisher.getState() == Thread.State.WAITING);
    gateway.start();
    publishing.get();
    for (int i = 0; i < messages; i++) {
      assertEquals("" + i, b.next());
    }
  }

  @Test
  void whatIsInTheInboxesIsHandledBeforeTheModuleIsDestroyed() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    b.onReceive = message -> goOn.await();
    gateway.start();
    for (int i = 0; i < 100; i++) {
      a.publish("" + i);
    }
    goOn.countDown();
    gateway.stop();
    assertEquals(100, b.received.size());
  }

  @Test
  void aDestroyedModuleCannotPublish() throws Exception {
    gateway.start();
    gateway.stop();
    PublishException e = assertThrows(PublishException.class, () -> a.publish("late"));
    assertTrue(e.getMessage().contains("module 'a' is destroyed"), e.getMessage());
  }

  @Test
  void aModuleThatHangsInDestroyIsGivenUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    b.onDestroy =
        () -> {
          boolean ended = false;
          while (!ended) {
            try {
              ended = never.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
              // a module that won't be stopped
            }
          }
        };
    gateway.start();
    long begin = System.nanoTime();
    gateway.stop();
    assertTrue(System.nanoTime() - begin < 20_000_000_000L);
    assertEquals("destroy c", calls.get(calls.size() - 1));
    never.countDown();
  }

  @Test
  void aModuleThatHangsInReceiveIsInterruptedAndItsInboxUndelivered() throws Exception {
    b.onReceive = message -> new CountDownLatch(1).await();
    gateway.start();
    for (int i = 0; i < 10; i++) {
      a.publish("" + i);
    }
    gateway.stop();
    assertEquals(10, gateway.statistics().link("a", "b").undelivered());
    assertTrue(calls.contains("destroy b"));
  }

  @Test
  void aStopEndsAStartThatWaits() throws Exception {
    b.onCreate = () -> new CountDownLatch(1).await();
    FutureTask<Reason> starting =
        new FutureTask<>(() -> assertThrows(GatewayException.class, gateway::start).reason());
    new Thread(starting).start();
    Await.until("b is being created", () -> calls.contains("create b"));
    gateway.stop();
    assertEquals(Reason.STOPPED, starting.get());
    assertEquals(List.of("create a", "create b", "destroy a"), List.copyOf(calls));
  }

  @Test
  void aGatewayStartsOnceAndStopsAsOftenAsOneLikes() throws Exception {
    gateway.start();
    assertThrows(IllegalStateException.class, gateway::start);
    gateway.stop();
    gateway.stop();
    gateway.close();
    assertThrows(IllegalStateException.class, gateway::start);
    assertEquals(3, calls.stream().filter(call -> call.startsWith("destroy")).count());
  }
}
