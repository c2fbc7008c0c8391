package io.outrigger.samples;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.nio.charset.StandardCharsets;

/** Prints each message as a line: its content, its properties, and the process that prints it. */
public final class Printer implements GatewayModule {

  @Override
  public void create(Broker broker, String configuration) {
    // It publishes nothing, and has nothing to configure.
  }

  @Override
  public void receive(Message message) {
    String content = new String(message.content(), StandardCharsets.UTF_8);
    System.out.println(
        content + " " + message.properties() + " in process " + ProcessHandle.current().pid());
  }
}
