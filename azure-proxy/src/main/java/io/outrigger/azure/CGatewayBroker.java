package io.outrigger.azure;

import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import java.io.IOException;

/**
 * The C gateway's broker as ours.
 *
 * @param address of the module that publishes, as the C gateway gave it
 */
record CGatewayBroker(com.microsoft.azure.gateway.core.Broker broker, long address)
    implements Broker {

  @Override
  public void publish(Message message) {
    int result;
    try {
      result =
          broker.publishMessage(
              new com.microsoft.azure.gateway.messaging.Message(
                  message.content(), message.properties()),
              address);
    } catch (IOException e) {
      throw new PublishException("the gateway's broker failed: " + e.getMessage(), e);
    }
    if (result != 0) {
      throw new PublishException(
          "the gateway's broker refused the message with "
              + result
              + " (1 error, 2 to 4 an argument it doesn't take); its log says why");
    }
  }
}
