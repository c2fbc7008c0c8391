package io.outrigger.protocol.pair;

import io.outrigger.base.QueueBound;
import io.outrigger.base.SizedQueue;

/**
 * Which of a gateway's messages go to its host when, as a state machine. While the host takes
 * messages and none is kept, a message may go out at once; else it is kept, bounded in number and
 * bytes, and all go out in their order. When there has been no host for too long, no more are kept
 * than the window holds. It knows no sockets, threads or clocks; times are nanoseconds of a clock
 * that begins at 0 and doesn't go back.
 *
 * <p>Used by one thread at a time: its owner has a lock.
 *
 * @param <M> the messages
 * @param <O> where they come from
 */
final class SendQueue<M, O> {
  private final QueueBound window;
  private final QueueBound waiting;
  private final QueueBound all;
  private final long reconnectNanos;
  private final SizedQueue<M, O> kept = new SizedQueue<>();
  private boolean held = true;
  private long sentEver;

  // May be read by any thread.
  private volatile boolean open;
  private volatile boolean closed;

  /** Until when a host may come back. */
  private long reconnectBy;

  /**
   * @param waiting how much may be kept beside the window
   */
  SendQueue(PairSettings settings, QueueBound waiting, long now) {
    this.waiting = waiting;
    window = new QueueBound(settings.windowMessages(), settings.windowBytes());
    all = new QueueBound(window.items() + waiting.items(), window.bytes() + waiting.bytes());
    reconnectNanos = settings.reconnectTimeout().toNanos();
    reconnectBy = now + reconnectNanos;
  }

  /**
   * All modules of the gateway are created: only from now on does a host that isn't there count.
   */
  void release(long now) {
    held = false;
    reconnectBy = now + reconnectNanos;
  }

  /** The host takes messages from now on, or doesn't. */
  void open(boolean hostThere, long now) {
    if (open && !hostThere) {
      reconnectBy = now + reconnectNanos;
    }
    open = hostThere && !closed;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether a message may go out at once, from the thread that brings it: it overtakes none. */
  boolean isDirect() {
    return open && kept.isEmpty();
  }

  /** There has been no host for too long. */
  boolean isAbandoned(long now) {
    return now >= abandonedAt();
  }

  /** When it will be {@link #isAbandoned}; never while a host is there. */
  long abandonedAt() {
    return held || open ? PairTime.NEVER : reconnectBy;
  }

  /** Keeps a message behind all others, if there is room. */
  boolean keep(M message, O owner, int size, long now) {
    boolean room = !closed && bound(now).hasRoom(kept, size);
    if (room) {
      kept.add(message, owner, size);
    }
    return room;
  }

  /** The window is for the time without a host. */
  private QueueBound bound(long now) {
    if (isAbandoned(now)) {
      return window;
    }
    return open ? waiting : all;
  }

  /** Gives back the oldest message of an owner, but the next one, which may be going out. */
  boolean withdrawOldestOf(O owner) {
    return kept.removeOldestOf(owner, 1);
  }

  /** Gives back the newest message if more are kept than the window holds; returns its owner. */
  O withdrawSurplus() {
    int last = kept.count() - 1;
    if (last < 1 || window.hasRoom(last, kept.bytes() - kept.size(last), kept.size(last))) {
      return null;
    }
    O owner = kept.owner(last);
    kept.removeLast();
    return owner;
  }

  /** The message to send now, or null. It stays the next one until it is {@link #sent}. */
  M next() {
    return open && !kept.isEmpty() ? kept.item(0) : null;
  }

  /** The size of {@link #next}, which isn't null. */
  int nextSize() {
    return (int) kept.size(0);
  }

  /** The next message went out. */
  void sent() {
    kept.removeFirst();
    sentEver++;
  }

  /** How many of the messages that were kept have been sent so far. */
  long sentEver() {
    return sentEver;
  }

  /** Whether a quarter of the room is free that there is while a host takes messages. */
  boolean isQuarterFree() {
    return waiting.isQuarterFree(kept.count(), kept.bytes());
  }

  /** How many messages are kept. */
  int size() {
    return kept.count();
  }

  /** Takes no more messages; the next one may still be going out. */
  void close() {
    closed = true;
    open = false;
  }

  boolean isClosed() {
    return closed;
  }

  /** Gives up what is kept, after {@link #close}; returns how many. */
  int clear() {
    int count = kept.count();
    while (!kept.isEmpty()) {
      kept.removeFirst();
    }
    return count;
  }
}
