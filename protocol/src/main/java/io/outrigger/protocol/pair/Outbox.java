package io.outrigger.protocol.pair;

import io.outrigger.base.Threads;
import io.outrigger.module.Message;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.protocol.MessageSink;
import io.outrigger.protocol.UndeliveredException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A gateway's messages to its host. While the host is there they go out from the thread that brings
 * them, which waits for room, or is told that there is none; while it isn't, they are kept, bounded
 * in number and bytes, and go out in order from a thread of the outbox when it has come. One that
 * finds no room waits until the host has been away for too long.
 *
 * <p>Nobody holds the lock who sends, so that the host's going can be told meanwhile. The order
 * needs none either: messages are brought by one thread at a time, which sends itself only when
 * none is kept, and only what it brings is ever kept.
 */
final class Outbox implements AutoCloseable {
  private record Kept(Message message, int size) {}

  private final String name;
  private volatile MessageChannel channel;
  private final PairCounters counters;
  private final int maxMessages;
  private final long maxBytes;
  private final Duration reconnectTimeout;
  private final Thread sender;
  private final BooleanSupplier isOpen = this::isOpen;

  private final ReentrantLock lock = new ReentrantLock();

  /** There is something for the sender's thread to do. */
  private final Condition sendable = lock.newCondition();

  /** Anything else is otherwise than before. */
  private final Condition changed = lock.newCondition();

  // Guarded by lock; the volatile ones may be read without it.
  private final ArrayDeque<Kept> kept = new ArrayDeque<>();
  private volatile boolean anyKept;
  private long keptBytes;
  private Deadline reconnect;
  private volatile boolean open;
  private volatile boolean closed;

  /** Written by the thread that brings a message: it sends it itself. */
  private volatile boolean sending;

  /** Written by {@link #awaitEmpty}, which then looks at sending; the other way round there. */
  private volatile boolean emptyAwaited;

  Outbox(String name, PairSettings settings, PairCounters counters) {
    this.name = name;
    this.counters = counters;
    maxMessages = settings.windowMessages();
    maxBytes = settings.windowBytes();
    reconnectTimeout = settings.reconnectTimeout();
    reconnect = Deadline.in(reconnectTimeout);
    sender = new Thread(this::sendKept, "outbox of " + name);
    sender.setDaemon(true);
  }

  void attach(MessageChannel messages) {
    channel = messages;
    sender.start();
  }

  /** The host takes messages now, or not. */
  void open(boolean hostThere) {
    lock.lock();
    try {
      if (open && !hostThere) {
        reconnect = Deadline.in(reconnectTimeout);
      }
      open = hostThere;
      signal();
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    sendable.signal();
    changed.signalAll();
  }

  MessageSink.Outcome offer(Message message, int size, MessageSink.Origin origin) {
    lock.lock();
    try {
      if (closed) {
        return MessageSink.Outcome.CLOSED;
      }
      if (open && !anyKept && countSent(channel.trySend(message, size))) {
        origin.delivered();
        return MessageSink.Outcome.TAKEN;
      }
      if (!hasRoom(size)) {
        return MessageSink.Outcome.FULL;
      }
      add(message, size);
      origin.delivered();
      return MessageSink.Outcome.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  MessageSink.Outcome put(Message message, int size, MessageSink.Origin origin, long timeoutNanos)
      throws UndeliveredException, InterruptedException {
    long deadline = System.nanoTime() + timeoutNanos;
    lock.lockInterruptibly();
    try {
      MessageSink.Outcome outcome = offer(message, size, origin);
      while (outcome == MessageSink.Outcome.FULL) {
        long left = deadline - System.nanoTime();
        if (!open && reconnect.isOver() || left <= 0) {
          throw new UndeliveredException(
              name
                  + ": there is no module host, and "
                  + kept.size()
                  + " messages wait for it: start it, or set window.messages, window.bytes or"
                  + " reconnect.timeout.ms");
        }
        changed.awaitNanos(Math.min(left, reconnect.nanosLeft()));
        outcome = offer(message, size, origin);
      }
      return outcome;
    } finally {
      lock.unlock();
    }
  }

  private boolean countSent(Outcome outcome) {
    boolean done = outcome == Outcome.DONE;
    if (done) {
      counters.sent();
    }
    return done;
  }

  private void sent() {
    sending = false;
    if (emptyAwaited) {
      tellChange();
    }
  }

  private void tellChange() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(int size) {
    return kept.isEmpty() || (kept.size() < maxMessages && keptBytes + size <= maxBytes);
  }

  private void add(Message message, int size) {
    kept.add(new Kept(message, size));
    keptBytes += size;
    anyKept = true;
    sendable.signal();
  }

  private void sendKept() {
    try {
      while (!closed) {
        Kept next = nextKept();
        if (channel.send(next.message(), next.size(), isOpen) == Outcome.DONE) {
          removeKept();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Kept nextKept() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!open || kept.isEmpty()) {
        sendable.await();
      }
      return kept.peek();
    } finally {
      lock.unlock();
    }
  }

  private void removeKept() {
    lock.lock();
    try {
      counters.sent();
      keptBytes -= kept.remove().size();
      anyKept = !kept.isEmpty();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isOpen() {
    return open;
  }

  /** Waits until nothing is kept or on its way out; returns whether it is so by then. */
  boolean awaitEmpty(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      emptyAwaited = true;
      while (sending || !kept.isEmpty()) {
        if (left <= 0 || closed) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      emptyAwaited = false;
      lock.unlock();
    }
  }

  /** How many messages are kept. */
  int size() {
    lock.lock();
    try {
      return kept.size();
    } finally {
      lock.unlock();
    }
  }

  /** Gives up what is kept, which is counted. The channel must have been closed. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      open = false;
      signal();
    } finally {
      lock.unlock();
    }
    sender.interrupt();
    Threads.join(sender);
    lock.lock();
    try {
      counters.givenUp(kept.size());
      kept.clear();
      keptBytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
