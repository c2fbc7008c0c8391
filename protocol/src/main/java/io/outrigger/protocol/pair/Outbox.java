package io.outrigger.protocol.pair;

import io.outrigger.module.Message;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.link.Threads;
import io.outrigger.protocol.wire.MessageEncoder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A gateway's messages to its host. While the host is there they go out from the thread that brings
 * them, which waits for room; while it isn't, they are kept, bounded in number and bytes, and go
 * out in order from a thread of the outbox when it has come. One that finds no room waits until the
 * host has been away for too long.
 *
 * <p>Whoever sends holds the turn and not the lock, so that the host's going can be told meanwhile.
 */
final class Outbox implements AutoCloseable {
  private final String name;
  private final MessageChannel channel;
  private final PairCounters counters;
  private final int maxMessages;
  private final long maxBytes;
  private final Duration reconnectTimeout;
  private final Thread sender;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock; open and closed may be read without it.
  private final ArrayDeque<Message> kept = new ArrayDeque<>();
  private long keptBytes;
  private boolean turnTaken;
  private Deadline reconnect;
  private volatile boolean open;
  private volatile boolean closed;

  Outbox(String name, MessageChannel channel, PairSettings settings, PairCounters counters) {
    this.name = name;
    this.channel = channel;
    this.counters = counters;
    maxMessages = settings.windowMessages();
    maxBytes = settings.windowBytes();
    reconnectTimeout = settings.reconnectTimeout();
    reconnect = Deadline.in(reconnectTimeout);
    sender = new Thread(this::sendKept, "outbox of " + name);
    sender.setDaemon(true);
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
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends or keeps a message. One thread at a time.
   *
   * @throws LinkException if it is closed, or no more can be kept while there is no host
   */
  void put(Message message) throws LinkException, InterruptedException {
    if (!takeTurnOrKeep(message)) {
      return;
    }
    Outcome outcome = Outcome.TIMED_OUT;
    try {
      outcome = channel.send(message, this::isOpen);
    } finally {
      returnTurn(outcome, message, false);
    }
  }

  /** Whether this thread is to send the message; else it was kept. */
  private boolean takeTurnOrKeep(Message message) throws LinkException, InterruptedException {
    long size = MessageEncoder.sizeOf(message);
    lock.lockInterruptibly();
    try {
      for (; ; ) {
        if (closed) {
          throw new LinkException(name + ": the link is closed");
        }
        if (open && kept.isEmpty() && !turnTaken) {
          turnTaken = true;
          return true;
        }
        if (kept.isEmpty() || (kept.size() < maxMessages && keptBytes + size <= maxBytes)) {
          keep(message, size);
          return false;
        }
        if (open) {
          changed.await();
        } else {
          awaitHost();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitHost() throws LinkException, InterruptedException {
    if (reconnect.isOver()) {
      counters.givenUp(1);
      throw new LinkException(
          name
              + ": there is no module host, and "
              + kept.size()
              + " messages wait for it: start it, or set window.messages, window.bytes or"
              + " reconnect.timeout.ms");
    }
    changed.awaitNanos(reconnect.nanosLeft());
  }

  private void keep(Message message, long size) {
    kept.add(message);
    keptBytes += size;
    changed.signalAll();
  }

  /** After a send of a message, which is the first of those kept or none of them. */
  private void returnTurn(Outcome outcome, Message message, boolean wasKept) {
    lock.lock();
    try {
      turnTaken = false;
      if (outcome == Outcome.DONE) {
        counters.sent();
      }
      if (wasKept && outcome == Outcome.DONE) {
        kept.remove();
        keptBytes -= MessageEncoder.sizeOf(message);
      } else if (!wasKept && outcome != Outcome.DONE && closed) {
        counters.givenUp(1);
      } else if (!wasKept && outcome != Outcome.DONE) {
        kept.addFirst(message);
        keptBytes += MessageEncoder.sizeOf(message);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void sendKept() {
    try {
      while (!closed) {
        Message message = nextKept();
        Outcome outcome = Outcome.TIMED_OUT;
        try {
          outcome = channel.send(message, this::isOpen);
        } finally {
          returnTurn(outcome, message, true);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Message nextKept() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!open || turnTaken || kept.isEmpty()) {
        changed.await();
      }
      turnTaken = true;
      return kept.peek();
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
      while (turnTaken || !kept.isEmpty()) {
        if (left <= 0 || closed) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
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
      changed.signalAll();
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
