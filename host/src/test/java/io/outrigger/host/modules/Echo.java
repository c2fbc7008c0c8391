package io.outrigger.host.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;

/** Publishes its configuration when it starts, and then what it receives. */
public final class Echo implements GatewayModule {
  private Broker broker;
  private String configuration;

  @Override
  public void create(Broker broker, String configuration) {
    this.broker = broker;
    this.configuration = configuration;
  }

  @Override
  public void start() {
    broker.publish(Message.of(configuration.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Override
  public void receive(Message message) {
    broker.publish(message);
  }

  @Override
  public void destroy() {
    System.out.println("Echo is at its end");
  }
}
