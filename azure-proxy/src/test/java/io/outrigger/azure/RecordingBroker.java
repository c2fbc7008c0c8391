package io.outrigger.azure;

import com.microsoft.azure.gateway.core.Broker;
import com.microsoft.azure.gateway.messaging.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes what is published, in place of the broker that needs the C gateway's native library. */
final class RecordingBroker extends Broker {
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private volatile long address;
  private volatile boolean refuse;

  @Override
  public int publishMessage(Message message, long address) {
    this.address = address;
    if (refuse) {
      refuse = false;
      return 1;
    }
    messages.add(message);
    return 0;
  }

  void refuseOnce() {
    refuse = true;
  }

  long address() {
    return address;
  }

  Message next() throws InterruptedException {
    Message message = messages.poll(30, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing was published");
    }
    return message;
  }
}
