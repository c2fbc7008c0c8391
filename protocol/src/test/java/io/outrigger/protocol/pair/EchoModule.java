package io.outrigger.protocol.pair;

import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import io.outrigger.protocol.HostSession.ModuleHandler;
import java.util.ArrayList;
import java.util.List;

/** Publishes each message again, and writes down what is done to it. */
final class EchoModule implements ModuleHandler {
  private final Broker broker;
  private final List<String> calls = new ArrayList<>();
  private int received;
  private boolean refuse;

  EchoModule(Broker broker) {
    this.broker = broker;
  }

  synchronized void refuseToBeCreated() {
    refuse = true;
  }

  /** What was done so far; messages in a row are one line with their number. */
  synchronized List<String> calls() {
    note(null);
    return List.copyOf(calls);
  }

  private void note(String call) {
    if (received > 0) {
      calls.add("receive " + received);
      received = 0;
    }
    if (call != null) {
      calls.add(call);
      notifyAll();
    }
  }

  /** Waits until the last thing done is this. */
  synchronized void awaitCall(String call) throws InterruptedException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (calls.isEmpty() || !calls.get(calls.size() - 1).equals(call)) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new AssertionError("'" + call + "' didn't come; there were " + calls());
      }
      wait(millis);
    }
  }

  @Override
  public synchronized boolean create(String configuration) {
    note("create " + configuration);
    return !refuse;
  }

  @Override
  public synchronized void start() {
    note("start");
  }

  @Override
  public void receive(Message message) {
    broker.publish(message);
    synchronized (this) {
      received++;
    }
  }

  @Override
  public synchronized void destroy() {
    note("destroy");
  }
}
