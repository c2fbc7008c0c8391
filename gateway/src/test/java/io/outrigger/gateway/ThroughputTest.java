package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  private static final int MESSAGES = Integer.getInteger("outrigger.test.messages", 2_000_000);

  /** Counts what it receives. */
  private static final class Counter implements GatewayModule {
    final CountDownLatch all = new CountDownLatch(MESSAGES);

    @Override
    public void create(Broker broker, String configuration) {}

    @Override
    public void receive(Message message) {
      all.countDown();
    }
  }

  /** Publishes from a thread of its own. */
  private static final class Source implements GatewayModule {
    Broker broker;

    @Override
    public void create(Broker given, String configuration) {
      broker = given;
    }

    @Override
    public void receive(Message message) {}
  }

  @Test
  void manyMessagesASecondPassFromThreadToThread() throws Exception {
    Source source = new Source();
    Counter counter = new Counter();
    byte[] content = new byte[100];
    try (Gateway gateway =
        Gateway.builder()
            .module("source", source)
            .module("counter", counter)
            .link("source", "counter")
            .build()) {
      gateway.start();
      long begin = System.nanoTime();
      for (int i = 0; i < MESSAGES; i++) {
        source.broker.publish(Message.of(content));
      }
      assertTrue(counter.all.await(1, TimeUnit.MINUTES));
      long nanos = System.nanoTime() - begin;
      System.out.println("messages a second: " + MESSAGES * 1_000_000_000L / nanos);
      assertEquals(MESSAGES, gateway.statistics().link("source", "counter").published());
    }
  }
}
