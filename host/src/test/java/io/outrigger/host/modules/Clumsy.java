package io.outrigger.host.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.nio.charset.StandardCharsets;

/** Throws whatever the messages say, from every call but create, and passes on the others. */
public final class Clumsy implements GatewayModule {
  private Broker broker;

  @Override
  public void create(Broker broker, String configuration) {
    this.broker = broker;
  }

  @Override
  public void start() {
    throw new IllegalStateException("fails in start");
  }

  @Override
  public void receive(Message message) throws Exception {
    switch (new String(message.content(), StandardCharsets.UTF_8)) {
      case "exception" -> throw new Exception("fails in receive");
      case "error" -> throw new StackOverflowError("fails badly in receive");
      case "interrupt" -> Thread.currentThread().interrupt();
      case "thread" -> new Thread(Clumsy::die, "clumsy thread").start();
      default -> broker.publish(message);
    }
  }

  private static void die() {
    throw new IllegalStateException("fails in its own thread");
  }

  @Override
  public void destroy() {
    throw new IllegalStateException("fails in destroy");
  }
}
