package io.outrigger.interop.pair;

import com.microsoft.azure.gateway.core.Broker;
import com.microsoft.azure.gateway.core.GatewayModule;
import com.microsoft.azure.gateway.messaging.Message;
import java.io.IOException;
import java.util.Map;

/** As {@link AzureDerivedEcho}; publishes 20 numbered messages, and tells those it gets back. */
public class AzureSource extends GatewayModule {

  public AzureSource(long address, Broker broker, String configuration) {
    super(address, broker, configuration);
  }

  @Override
  public void start() {
    try {
      for (int i = 0; i < 20; i++) {
        byte[] content = {(byte) i, (byte) (i + 31), (byte) (i + 62)};
        publish(new Message(content, Map.of("n", Integer.toString(i))));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void receive(Message message) {
    System.out.println(
        "message " + message.getProperties().get("n") + " " + message.getContent().length);
  }

  @Override
  public void destroy() {
    System.out.println("source destroyed");
  }
}
