package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.testsupport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages for a module that takes them on any thread, past its inbox while its own waits. */
@Timeout(120)
class PassageTest {
  private static final int SOURCES = 3;
  private static final int MESSAGES = 50_000;

  /** The sink: what it received, and by which way. Not safe for several threads. */
  private static final class Sink implements GatewayModule {
    final List<List<Integer>> received =
        IntStream.range(0, SOURCES).<List<Integer>>mapToObj(i -> new ArrayList<>()).toList();
    final AtomicBoolean inUse = new AtomicBoolean();
    final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    int passed;
    int queued;
    volatile Thread thread;
    volatile boolean destroyed;

    @Override
    public void create(Broker broker, String configuration) {
      thread = Thread.currentThread();
    }

    @Override
    public void receive(Message message) {
      queued++;
      handle(message);
    }

    @Override
    public void destroy() {
      if (inUse.get()) {
        wrong.add("destroyed in use");
      }
      destroyed = true;
    }

    void handle(Message message) {
      if (!inUse.compareAndSet(false, true)) {
        wrong.add("two threads at once");
      }
      String[] words = TestModule.text(message).split(" ");
      received.get(Integer.parseInt(words[0])).add(Integer.parseInt(words[1]));
      inUse.set(false);
    }
  }

  /** A passage for which nobody waits. */
  private abstract static class NoPatience implements Passage {
    @Override
    public void awaitRoom(long size, long nanos) {
      // there is no room to wait for
    }
  }

  private final List<TestModule> sources =
      IntStream.range(0, SOURCES).mapToObj(i -> new TestModule()).toList();
  private final Sink sink = new Sink();

  private static ModuleEntry entry(String name, GatewayModule module, Passage passage) {
    LoadedModule loaded =
        new LoadedModule() {
          @Override
          public GatewayModule make() {
            return module;
          }

          @Override
          public Optional<Passage> passage() {
            return Optional.ofNullable(passage);
          }

          @Override
          public String description() {
            return "module of the test";
          }
        };
    return new ModuleEntry(name, ignored -> loaded, "null", Inbox.Bound.of(100));
  }

  private Gateway gateway(Passage passage, WhenFull whenFull) throws GatewayException {
    List<ModuleEntry> modules = new ArrayList<>();
    modules.add(entry("sink", sink, passage));
    for (int i = 0; i < SOURCES; i++) {
      modules.add(entry("source-" + i, sources.get(i), null));
    }
    LinkRule rule = new LinkRule(whenFull, LinkRule.DEFAULT_TIMEOUT);
    List<LinkEntry> links = List.of(new LinkEntry("*", "sink", rule));
    return Assembly.of(new GatewayConfiguration(modules, links, Duration.ofSeconds(5)));
  }

  private void publishAll(int source) {
    for (int i = 0; i < MESSAGES; i++) {
      sources.get(source).publish(source + " " + i);
    }
  }

  @Test
  void theOrderOfEachPublisherIsKeptAndOneThreadIsInTheModule() throws Exception {
    Passage mostly =
        new NoPatience() {
          @Override
          public boolean tryReceive(Message message) {
            boolean takes = ThreadLocalRandom.current().nextInt(50) > 0;
            if (takes) {
              sink.passed++;
              sink.handle(message);
            }
            return takes;
          }
        };
    try (Gateway gateway = gateway(mostly, WhenFull.WAIT)) {
      gateway.start();
      List<FutureTask<Void>> publishers = new ArrayList<>();
      for (int i = 0; i < SOURCES; i++) {
        int source = i;
        publishers.add(start(() -> publishAll(source)));
      }
      while (!publishers.stream().allMatch(FutureTask::isDone)) {
        sink.thread.interrupt(); // by code of a module, say: changes nothing
        Thread.onSpinWait();
      }
      for (FutureTask<Void> publisher : publishers) {
        publisher.get();
      }
    }
    assertEquals(List.of(), List.copyOf(sink.wrong));
    List<Integer> all = IntStream.range(0, MESSAGES).boxed().toList();
    sink.received.forEach(received -> assertEquals(all, received));
    assertTrue(sink.passed > 0, "none passed the inbox by");
    assertTrue(sink.queued > 0, "none went through the inbox");
  }

  @Test
  void whatTheModuleThrowsIsNotThePublishersBusiness() throws Exception {
    Passage fails =
        new NoPatience() {
          @Override
          public boolean tryReceive(Message message) {
            if (TestModule.text(message).equals("failed")) {
              throw new IllegalStateException("a fault of the test");
            }
            return true;
          }
        };
    try (Gateway gateway = gateway(fails, WhenFull.WAIT)) {
      gateway.start();
      awaitIdleSink();
      sources.get(0).publish("failed");
      sources.get(0).publish("taken");
      LinkCounts counts = gateway.statistics().link("source-0", "sink");
      assertEquals(2, counts.published());
      assertEquals(2, counts.delivered());
    }
  }

  @Test
  void onlyAPublisherThatMayWaitAwaitsRoom() throws Exception {
    for (WhenFull whenFull : WhenFull.values()) {
      List<String> calls = new ArrayList<>();
      Passage refuses =
          new Passage() {
            @Override
            public boolean tryReceive(Message message) {
              calls.add("tryReceive");
              return false;
            }

            @Override
            public void awaitRoom(long size, long nanos) {
              calls.add("awaitRoom");
            }
          };
      try (Gateway gateway = gateway(refuses, whenFull)) {
        gateway.start();
        awaitIdleSink();
        sources.get(0).publish("0 0");
      }
      List<String> expected =
          whenFull == WhenFull.WAIT
              ? List.of("tryReceive", "awaitRoom", "tryReceive")
              : List.of("tryReceive");
      assertEquals(expected, calls, whenFull.toString());
    }
    assertEquals(WhenFull.values().length, sink.queued);
  }

  @Test
  void nobodyIsHeldUpByAPublisherThatAwaitsRoom() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Passage refuses =
        new Passage() {
          @Override
          public boolean tryReceive(Message message) {
            return !TestModule.text(message).startsWith("0");
          }

          @Override
          public void awaitRoom(long size, long nanos) throws InterruptedException {
            waits.countDown();
            goOn.await();
          }
        };
    try (Gateway gateway = gateway(refuses, WhenFull.WAIT)) {
      gateway.start();
      awaitIdleSink();
      FutureTask<Void> waiting = start(() -> sources.get(0).publish("0 0"));
      try {
        waits.await();
        sources.get(1).publish("1 0");
        assertEquals(1, gateway.statistics().link("source-1", "sink").delivered());
      } finally {
        goOn.countDown();
      }
      waiting.get();
    }
    assertEquals(1, sink.queued);
  }

  @Test
  void whileAMessagePassesOthersQueueAndTheModuleIsNotDestroyed() throws Exception {
    CountDownLatch passes = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Passage slow =
        new NoPatience() {
          @Override
          public boolean tryReceive(Message message) {
            passes.countDown();
            awaitUninterrupted(goOn);
            sink.passed++;
            sink.handle(message);
            return true;
          }
        };
    Gateway gateway = gateway(slow, WhenFull.WAIT);
    gateway.start();
    awaitIdleSink();
    FutureTask<Void> passing = start(() -> sources.get(0).publish("0 0"));
    passes.await();
    FutureTask<Void> closing;
    try {
      sources.get(1).publish("1 0");
      sink.thread.interrupt();
      closing = start(gateway::close);
      Await.until(
          "the sink takes no messages", () -> sink.thread.getState() == Thread.State.WAITING);
      assertEquals(0, sink.queued);
      assertFalse(sink.destroyed);
    } finally {
      goOn.countDown();
    }
    passing.get();
    closing.get();
    assertEquals(1, sink.passed);
    assertEquals(1, sink.queued);
    assertTrue(sink.destroyed);
    assertEquals(List.of(), List.copyOf(sink.wrong));
  }

  /** Runs this on a thread of its own, which ends with the tests at the latest. */
  private static FutureTask<Void> start(Runnable work) {
    FutureTask<Void> task = new FutureTask<>(work, null);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitIdleSink() throws InterruptedException {
    Await.until(
        "the sink's thread waits for messages",
        () ->
            sink.thread.getState() == Thread.State.WAITING
                && Stream.of(sink.thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(Inbox.class.getName())));
  }
}
