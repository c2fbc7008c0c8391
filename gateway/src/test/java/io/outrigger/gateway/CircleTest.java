package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules that publish what they receive, linked in a circle. */
@Timeout(60)
class CircleTest {
  private static final int BOUND = 16;

  /** No wait may end by this one: only the graph of waits can end it. */
  private static final Duration LONG = Duration.ofHours(1);

  private final List<TestModule> echoes = new ArrayList<>();
  private final TestModule source = new TestModule();

  private Gateway circle(int size) {
    GatewayBuilder builder = Gateway.builder();
    for (int i = 0; i < size; i++) {
      TestModule echo = new TestModule();
      echo.onReceive = message -> echo.broker.publish(message);
      echoes.add(echo);
      builder
          .module("echo" + i, echo, "null", BOUND)
          .link("echo" + i, "echo" + (i + 1) % size, OverflowPolicy.WAIT, LONG);
    }
    return builder
        .module("source", source)
        .link("source", "echo0", OverflowPolicy.WAIT, LONG)
        .build();
  }

  private static long undelivered(Gateway gateway) {
    return gateway.statistics().links().stream().mapToLong(LinkStatistics::undelivered).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void moreMessagesThanTheInboxesHoldMakeNoDeadlock(int size) throws Exception {
    try (Gateway gateway = circle(size)) {
      gateway.start();
      int population = 0;
      // Each message put in stays in, so the circle is full after a while, and some go.
      while (undelivered(gateway) < 10) {
        source.publish("" + population++);
        assertTrue(population < 100_000);
      }
      TestModule echo = echoes.get(0);
      echo.received.clear();
      for (int i = 0; i < 1000; i++) {
        echo.next(); // and still they go round
      }
    }
  }

  @Test
  void asManyMessagesAsTheInboxesHoldAreNeverDropped() throws Exception {
    try (Gateway gateway = circle(2)) {
      gateway.start();
      // One less than two full inboxes: there is always room somewhere.
      for (int i = 0; i < 2 * BOUND - 1; i++) {
        source.publish("" + i);
      }
      long end =
          System.nanoTime()
              + TimeUnit.SECONDS.toNanos(Integer.getInteger("outrigger.test.seconds", 2));
      while (System.nanoTime() < end) {
        echoes.get(0).next();
      }
      assertEquals(0, undelivered(gateway));
    }
  }

  @Test
  void aLineIsNoCircle() throws Exception {
    TestModule[] line = {new TestModule(), new TestModule(), new TestModule()};
    line[0].onReceive = message -> line[0].broker.publish(message);
    line[1].onReceive = message -> line[1].broker.publish(message);
    int messages = 20_000;
    try (Gateway gateway =
        Gateway.builder()
            .module("0", line[0], "null", 2)
            .module("1", line[1], "null", 2)
            .module("2", line[2], "null", 2)
            .module("source", source)
            .link("source", "0", OverflowPolicy.WAIT, LONG)
            .link("0", "1", OverflowPolicy.WAIT, LONG)
            .link("1", "2", OverflowPolicy.WAIT, LONG)
            .build()) {
      gateway.start();
      for (int i = 0; i < messages; i++) {
        source.publish("" + i);
      }
      for (int i = 0; i < messages; i++) {
        assertEquals("" + i, line[2].next());
      }
    }
  }

  @Test
  void aTangleOfLinksGoesOn() throws Exception {
    int size = 5;
    GatewayBuilder builder = Gateway.builder().module("source", source);
    for (int i = 0; i < size; i++) {
      TestModule module = new TestModule();
      module.onReceive = message -> module.broker.publish(message);
      echoes.add(module);
      builder.module("" + i, module, "null", BOUND);
      builder.link("source", "" + i, OverflowPolicy.WAIT, LONG);
    }
    for (int i = 0; i < size; i++) { // each to two others: there are always too many
      builder.link("" + i, "" + (i + 1) % size, OverflowPolicy.WAIT, LONG);
      builder.link("" + i, "" + (i + 2) % size, OverflowPolicy.WAIT, LONG);
    }
    try (Gateway gateway = builder.build()) {
      gateway.start();
      for (int i = 0; i < 4 * BOUND; i++) {
        source.publish("" + i);
      }
      for (int round = 0; round < 2000; round++) {
        for (TestModule module : echoes) {
          module.next();
        }
      }
    }
  }
}
