package io.outrigger.interop.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Message;
import io.outrigger.protocol.GatewaySession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What a gateway's link tells, and the numbered messages that the C peers know. */
final class GatewayEnd implements GatewaySession.Listener {
  private static final long DEADLINE_NANOS = 40_000_000_000L;

  // Guarded by this.
  private final List<Integer> numbers = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  /** The message of that number, as {@code wire.c} fills it. */
  static Message message(int number, int size) {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (number + 31 * i);
    }
    return Message.of(Map.of("n", Integer.toString(number)), content);
  }

  @Override
  public synchronized void published(Message message) {
    int number = Integer.parseInt(message.property("n"));
    assertEquals(message(number, message.contentSize()), message);
    numbers.add(number);
    notifyAll();
  }

  @Override
  public synchronized void hostLost(String reason) {
    events.add("lost");
    notifyAll();
  }

  @Override
  public synchronized void hostReturned() {
    events.add("returned");
    notifyAll();
  }

  synchronized int count() {
    return numbers.size();
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  synchronized void clear() {
    numbers.clear();
    events.clear();
  }

  /** Waits for the messages 0 to {@code count - 1}, each once and in order, and no others. */
  synchronized void awaitNumbers(int count) throws InterruptedException {
    awaitTrue(() -> numbers.size() >= count, count + " messages");
    for (int i = 0; i < numbers.size(); i++) {
      assertEquals(i, numbers.get(i));
    }
    assertEquals(count, numbers.size());
  }

  /** Waits until the newest event is this. */
  void awaitEvent(String event) throws InterruptedException {
    awaitTrue(() -> !events.isEmpty() && events.get(events.size() - 1).equals(event), event);
  }

  /** Waits for anything that becomes true; it is looked at every 20 ms at least. */
  synchronized void awaitTrue(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(
          System.nanoTime() < deadline,
          () -> what + " didn't come: " + numbers.size() + " messages, " + events);
      wait(20);
    }
  }
}
