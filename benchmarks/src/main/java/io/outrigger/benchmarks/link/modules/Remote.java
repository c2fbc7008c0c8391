package io.outrigger.benchmarks.link.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.util.Map;

/**
 * The module in the host. A message with properties is a command: {@code sink} counts the messages
 * that follow and publishes how long they took, {@code echo} publishes them again, {@code source}
 * publishes as many of its own.
 */
public final class Remote implements GatewayModule {
  private Broker broker;

  // What is to be done with the messages that follow, and with how many of them.
  private boolean echo;
  private long count;
  private long left;
  private long begin;

  @Override
  public void create(Broker broker, String configuration) {
    this.broker = broker;
  }

  @Override
  public void receive(Message message) {
    if (left == 0) {
      command(message);
    } else if (echo) {
      left--;
      broker.publish(message);
    } else {
      sink();
    }
  }

  private void command(Message message) {
    count = Long.parseLong(message.property("count"));
    switch (message.property("work")) {
      case "source" -> source(Integer.parseInt(message.property("bytes")));
      case "sink" -> expect(false);
      case "echo" -> expect(true);
      default -> throw new IllegalArgumentException("unknown command: " + message);
    }
  }

  private void expect(boolean echoes) {
    echo = echoes;
    left = count;
  }

  private void sink() {
    if (left == count) {
      begin = System.nanoTime();
    }
    if (--left == 0) {
      String nanos = Long.toString(System.nanoTime() - begin);
      broker.publish(Message.of(Map.of("nanos", nanos), new byte[0]));
    }
  }

  private void source(int bytes) {
    byte[] content = new byte[bytes];
    for (long i = 0; i < count; i++) {
      broker.publish(Message.of(content));
    }
  }
}
