package io.outrigger.distribution.supervision;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Publishes numbers, so many a second as its configuration says, until it is destroyed. */
public final class Ticker implements GatewayModule {
  private Broker broker;
  private long interval;
  private Thread thread;
  private volatile boolean ended;

  @Override
  public void create(Broker given, String configuration) {
    broker = given;
    interval = TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(configuration);
    thread = new Thread(this::run, "ticker");
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run() {
    long next = System.nanoTime();
    for (int i = 1; !ended; i++) {
      try {
        broker.publish(Message.of(("" + i).getBytes(StandardCharsets.UTF_8)));
      } catch (PublishException e) {
        System.out.println("not published: " + e.getMessage());
      }
      next += interval;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  @Override
  public void receive(Message message) {}

  @Override
  public void destroy() throws InterruptedException {
    ended = true;
    thread.join();
  }
}
