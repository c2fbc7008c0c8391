package io.outrigger.protocol.pair;

import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import io.outrigger.protocol.HostSession.ModuleHandler;
import java.util.concurrent.Semaphore;

/** Publishes far more than a connection holds when it starts, on the thread that starts it. */
final class FloodingModule implements ModuleHandler {
  static final int MESSAGES = 5000;

  final Semaphore created = new Semaphore(0);
  final Semaphore destroyed = new Semaphore(0);
  private final Broker broker;

  FloodingModule(Broker broker) {
    this.broker = broker;
  }

  @Override
  public boolean create(String configuration) {
    created.release();
    return true;
  }

  @Override
  public void start() {
    for (int i = 0; i < MESSAGES; i++) {
      broker.publish(Message.of(new byte[1000]));
    }
  }

  @Override
  public void receive(Message message) {
    throw new IllegalStateException("nobody sends it anything");
  }

  @Override
  public void destroy() {
    destroyed.release();
  }
}
