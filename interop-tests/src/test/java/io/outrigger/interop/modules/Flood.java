package io.outrigger.interop.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes as fast as it is let, and takes a millisecond for each message that it receives. Its
 * configuration: {@code size} of the messages' content, in bytes.
 */
public final class Flood implements GatewayModule {
  private static final long HANDLING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Broker broker;
  private int size;
  private Thread thread;
  private volatile boolean ending;

  @Override
  public void create(Broker broker, String configuration) {
    this.broker = broker;
    size = new Arguments(configuration).number("size");
  }

  @Override
  public void start() {
    thread = new Thread(this::publish, "flood");
    thread.start();
  }

  private void publish() {
    try {
      while (!ending) {
        broker.publish(Message.of(new byte[size]));
      }
    } catch (PublishException e) {
      if (!ending) {
        throw e;
      }
    }
  }

  @Override
  public void receive(Message message) {
    LockSupport.parkNanos(HANDLING_NANOS);
  }

  /** Interrupts what waits for room. */
  @Override
  public void destroy() throws InterruptedException {
    ending = true;
    thread.interrupt();
    thread.join();
  }
}
