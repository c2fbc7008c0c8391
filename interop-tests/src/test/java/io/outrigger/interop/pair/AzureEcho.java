package io.outrigger.interop.pair;

import com.microsoft.azure.gateway.core.Broker;
import com.microsoft.azure.gateway.core.IGatewayModule;
import com.microsoft.azure.gateway.messaging.Message;
import java.io.IOException;

/** A module as one was written for the C gateway, by its interface: publishes what it gets. */
public final class AzureEcho implements IGatewayModule {
  private long address;
  private Broker broker;

  @Override
  public void create(long address, Broker broker, String configuration) {
    this.address = address;
    this.broker = broker;
    System.out.println("module created with " + configuration);
  }

  @Override
  public void start() {
    System.out.println("module started");
  }

  @Override
  public void receive(byte[] source) {
    try {
      if (broker.publishMessage(new Message(source), address) != 0) {
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
