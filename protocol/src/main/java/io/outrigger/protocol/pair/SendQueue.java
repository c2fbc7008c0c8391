package io.outrigger.protocol.pair;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Which of a gateway's messages go to its host when, as a state machine. While the host takes
 * messages and none is kept, a message goes out at once; else it is kept, bounded in number and
 * bytes, and all go out in their order. One that finds no room is refused when there has been no
 * host for too long. It knows no sockets, threads or clocks; times are nanoseconds of any clock
 * that doesn't go back.
 *
 * <p>Used by one thread at a time: its owner has a lock.
 *
 * @param <M> the messages
 */
final class SendQueue<M> {

  /** What becomes of a message that can't go out at once. */
  enum Room {
    /** It is kept: {@link #keep}. */
    FREE,
    /** It waits for a change, {@link #nanosUntilRefused} at most. */
    FULL,
    /** There is no host, and hasn't been for too long. It counts as undelivered. */
    REFUSED,
    /** Nothing is taken any more. */
    CLOSED
  }

  private record Kept<M>(M message, int size) {}

  private final int maxMessages;
  private final long maxBytes;
  private final Duration reconnectTimeout;
  private final PairCounters counters;
  private final ArrayDeque<Kept<M>> kept = new ArrayDeque<>();
  private long keptBytes;
  private boolean open;
  private boolean closed;
  private Deadline reconnect;

  SendQueue(PairSettings settings, PairCounters counters, long now) {
    maxMessages = settings.windowMessages();
    maxBytes = settings.windowBytes();
    reconnectTimeout = settings.reconnectTimeout();
    this.counters = counters;
    reconnect = Deadline.after(now, reconnectTimeout);
  }

  /** The host takes messages from now on, or doesn't. */
  void open(boolean hostThere, long now) {
    if (open && !hostThere) {
      reconnect = Deadline.after(now, reconnectTimeout);
    }
    open = hostThere && !closed;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether a message goes out at once, from the thread that brings it: it overtakes none. */
  boolean isDirect() {
    return open && kept.isEmpty();
  }

  /** What becomes of a message of this size that can't go out at once. */
  Room room(int size, long now) {
    if (closed) {
      return Room.CLOSED;
    }
    if (kept.isEmpty() || (kept.size() < maxMessages && keptBytes + size <= maxBytes)) {
      return Room.FREE;
    }
    if (open || !reconnect.isOver(now)) {
      return Room.FULL;
    }
    counters.givenUp(1);
    return Room.REFUSED;
  }

  /**
   * How long a message that finds the queue full waits for room; no limit while a host is there.
   */
  long nanosUntilRefused(long now) {
    return open ? Long.MAX_VALUE : reconnect.nanosLeft(now);
  }

  /** Keeps a message behind all others. One that was to go out at once needs no room. */
  void keep(M message, int size) {
    if (closed) {
      counters.givenUp(1);
      return;
    }
    kept.add(new Kept<>(message, size));
    keptBytes += size;
  }

  /** The message to send now, or null. It stays the next one until it is {@link #sent}. */
  M next() {
    return open && !kept.isEmpty() ? kept.peek().message() : null;
  }

  /** The size of {@link #next}, which isn't null. */
  int nextSize() {
    return kept.peek().size();
  }

  /** The next message went out. */
  void sent() {
    counters.sent();
    keptBytes -= kept.remove().size();
  }

  /** How many messages are kept. */
  int size() {
    return kept.size();
  }

  /** Takes no more messages; the next one may still be going out. */
  void close() {
    closed = true;
    open = false;
  }

  boolean isClosed() {
    return closed;
  }

  /** Gives up what is kept, after {@link #close}. */
  void giveUp() {
    counters.givenUp(kept.size());
    kept.clear();
    keptBytes = 0;
  }
}
