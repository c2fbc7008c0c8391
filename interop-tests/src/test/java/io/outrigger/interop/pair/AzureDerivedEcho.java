package io.outrigger.interop.pair;

import com.microsoft.azure.gateway.core.Broker;
import com.microsoft.azure.gateway.core.GatewayModule;
import com.microsoft.azure.gateway.messaging.Message;
import java.io.IOException;

/** A module as one was written for the C gateway, by its class: publishes what it gets. */
public class AzureDerivedEcho extends GatewayModule {

  public AzureDerivedEcho(long address, Broker broker, String configuration) {
    super(address, broker, configuration);
    System.out.println("module created with " + configuration);
  }

  @Override
  public void start() {
    System.out.println("module started");
  }

  @Override
  public void receive(Message message) {
    try {
      if (publish(message) != 0) {
        System.out.println("module not published");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void destroy() {
    System.out.println("module destroyed");
  }
}
