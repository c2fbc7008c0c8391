package io.outrigger.interop.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.io.IOException;

/** A {@link Source} and a {@link Sink} in one module, with the configurations of both. */
public final class Duplex implements GatewayModule {
  private final Source source = new Source();
  private final Sink sink = new Sink();

  @Override
  public void create(Broker broker, String configuration) throws IOException {
    sink.create(broker, configuration);
    source.create(broker, configuration);
  }

  @Override
  public void start() {
    source.start();
  }

  @Override
  public void receive(Message message) {
    sink.receive(message);
  }

  @Override
  public void destroy() throws InterruptedException {
    source.destroy();
  }
}
