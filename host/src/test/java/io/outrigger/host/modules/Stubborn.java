package io.outrigger.host.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.util.concurrent.locks.LockSupport;

/** Never comes back from receive, and doesn't hear interrupts. */
public final class Stubborn implements GatewayModule {

  @Override
  public void create(Broker broker, String configuration) {
    // Needs neither.
  }

  @Override
  public void receive(Message message) {
    System.out.println("Stubborn receives");
    while (true) {
      LockSupport.park(this);
      Thread.interrupted();
    }
  }
}
