package io.outrigger.protocol.pair;

import io.outrigger.module.Message;
import io.outrigger.protocol.GatewaySession.Listener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Writes down what a gateway link tells. */
final class GatewayOwner implements Listener {
  final List<Message> published = new java.util.ArrayList<>();
  final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void published(Message message) {
    synchronized (this) {
      published.add(message);
      notifyAll();
    }
  }

  @Override
  public void hostLost(String reason) {
    add("lost");
  }

  @Override
  public void hostReturned() {
    add("returned");
  }

  private synchronized void add(String event) {
    events.add(event);
    notifyAll();
  }

  void awaitPublished(int count, Duration timeout) throws InterruptedException {
    await(() -> published.size() >= count, timeout, count + " messages");
  }

  /** Waits until the newest event is this. */
  void awaitEvent(String event, Duration timeout) throws InterruptedException {
    await(() -> !events.isEmpty() && events.get(events.size() - 1).equals(event), timeout, event);
  }

  private synchronized void await(BooleanSupplier condition, Duration timeout, String what)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new AssertionError(
            what + " didn't come; there were " + published.size() + " messages and " + events);
      }
      wait(millis);
    }
  }
}
