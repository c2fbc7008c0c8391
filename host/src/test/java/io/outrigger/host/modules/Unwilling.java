package io.outrigger.host.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;

/** Can't be created. */
public final class Unwilling implements GatewayModule {

  @Override
  public void create(Broker broker, String configuration) throws Exception {
    throw new Exception("no sensor at " + configuration, new IllegalStateException("unplugged"));
  }

  @Override
  public void receive(Message message) {
    throw new AssertionError("was never created");
  }
}
