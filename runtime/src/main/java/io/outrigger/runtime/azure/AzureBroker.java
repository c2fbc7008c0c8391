package io.outrigger.runtime.azure;

import com.microsoft.azure.gateway.messaging.Message;
import io.outrigger.base.BoundedLog;
import io.outrigger.module.Broker;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.wire.WireException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API's broker on ours. The API's own would load a native library when it is made with an
 * address, so this uses the constructor that makes none.
 */
final class AzureBroker extends com.microsoft.azure.gateway.core.Broker {
  private static final Logger LOG = LoggerFactory.getLogger(AzureBroker.class);

  /** As the C gateway's {@code BROKER_RESULT}. */
  private static final int OK = 0;

  private static final int ERROR = 1;

  private final Broker broker;
  private final String module;
  private final BoundedLog refusals = new BoundedLog(LOG);

  AzureBroker(Broker broker, String module) {
    this.broker = broker;
    this.module = module;
  }

  /**
   * @param address isn't needed: each module has a broker of its own
   * @return 0, or 1 if the message is refused; the log says why
   */
  @Override
  public int publishMessage(Message message, long address) throws IOException {
    try {
      broker.publish(SerializedMessages.message(message.toByteArray()));
      return OK;
    } catch (WireException | PublishException e) {
      refusals.warn("{}: what it published is refused: {}", module, e.getMessage());
      return ERROR;
    }
  }
}
