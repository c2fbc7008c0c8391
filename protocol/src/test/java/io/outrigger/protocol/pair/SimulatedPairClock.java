package io.outrigger.protocol.pair;

import java.util.PriorityQueue;

/** A clock that goes on to the next thing that happens. */
final class SimulatedPairClock {
  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long count;

  /** Nanoseconds since the beginning. */
  long now() {
    return now;
  }

  void at(long time, Runnable action) {
    events.add(new Event(Math.max(time, now), count++, action));
  }

  void after(long nanos, Runnable action) {
    at(now + nanos, action);
  }

  /** Has everything happen that happens until then. */
  void runUntil(long time) {
    while (!events.isEmpty() && events.peek().at() <= time) {
      Event event = events.poll();
      now = event.at();
      event.action().run();
    }
    now = time;
  }
}
