package io.outrigger.distribution.supervision;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.nio.charset.StandardCharsets;

/** Prints each hundredth message that it receives, and others that aren't numbers. */
public final class Tally implements GatewayModule {
  private int count;

  @Override
  public void create(Broker broker, String configuration) {}

  @Override
  public void start() {}

  @Override
  public void receive(Message message) {
    String text = new String(message.content(), StandardCharsets.UTF_8);
    count++;
    if (!text.matches("[0-9]+")) {
      System.out.println("heard " + text);
    } else if (count % 100 == 0) {
      System.out.println("received " + count);
    }
  }

  @Override
  public void destroy() {
    System.out.println("received in all " + count);
  }
}
