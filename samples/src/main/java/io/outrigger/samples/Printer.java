package io.outrigger.samples;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.nio.charset.StandardCharsets;

/** Prints each average that it gets, and the processes that handled it. */
public final class Printer implements GatewayModule {

  @Override
  public void create(Broker broker, String configuration) {
    // It publishes nothing, and has nothing to configure.
  }

  @Override
  public void receive(Message message) {
    // As one text: the lines of others may go to the same place.
    System.out.println(
        "reading "
            + message.property("sequence")
            + ": "
            + new String(message.content(), StandardCharsets.UTF_8)
            + " °C on average; sensor in process "
            + message.property("sensor.process")
            + ", average in process "
            + message.property("average.process")
            + ", printer in process "
            + ProcessHandle.current().pid());
  }
}
