package io.outrigger.protocol.pair;

import io.outrigger.base.Threads;
import io.outrigger.module.Message;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.protocol.LinkException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A gateway's messages to its host: the threads and the lock around a {@link SendQueue}. A message
 * that goes out at once is sent by the thread that brings it, which waits for room in the socket,
 * or is told that there is none. Kept ones are sent by a thread of the outbox.
 *
 * <p>Nobody holds the lock while it sends, so that the queue can be closed meanwhile. The order
 * needs no lock either: messages are brought by one thread at a time, which sends one itself only
 * when none is kept, and only messages that it brings are kept.
 */
final class Outbox implements AutoCloseable {
  private final String name;
  private final MessageChannel channel;
  private final PairCounters counters;
  private final Thread sender;
  private final BooleanSupplier isOpen = this::isOpen;

  private final ReentrantLock lock = new ReentrantLock();

  /** There may be something for the sender's thread to do. */
  private final Condition sendable = lock.newCondition();

  /** Anything else has changed. */
  private final Condition changed = lock.newCondition();

  /** Guarded by lock. */
  private final SendQueue<Message> queue;

  private final Runnable nextSent;

  // What the queue says, for threads without the lock. Written under it.
  private volatile boolean open;
  private volatile boolean direct;
  private volatile boolean closed;

  /** Written by the thread that brings a message: it sends it itself. */
  private volatile boolean sending;

  /**
   * Written by {@link #awaitEmpty}, which reads sending after that; there the order is the reverse.
   */
  private volatile boolean emptyAwaited;

  Outbox(String name, MessageChannel channel, PairSettings settings, PairCounters counters) {
    this.name = name;
    this.channel = channel;
    this.counters = counters;
    queue = new SendQueue<>(settings, counters, System.nanoTime());
    nextSent = queue::sent;
    sender = new Thread(this::sendKept, "outbox of " + name);
    sender.setDaemon(true);
    sender.start();
  }

  /** The host takes messages from now on, or doesn't. */
  void open(boolean hostThere) {
    change(() -> queue.open(hostThere, System.nanoTime()));
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed();
    } finally {
      lock.unlock();
    }
  }

  /** With the lock held. */
  private void changed() {
    open = queue.isOpen();
    direct = queue.isDirect();
    closed = queue.isClosed();
    sendable.signal();
    changed.signalAll();
  }

  /**
   * Sends or keeps a message. One thread at a time.
   *
   * @param size of its serialized form
   * @throws LinkException if it is closed, or no more can be kept while there is no host
   */
  void put(Message message, int size) throws LinkException, InterruptedException {
    if (!direct) {
      keep(message, size);
    } else if (!send(message, size)) {
      // It was taken already: there is no error to tell any longer.
      change(() -> queue.keep(message, size));
    }
  }

  /**
   * Sends a message if none is kept, the host is there, and there is room in the socket. One thread
   * at a time, as {@link #put}.
   *
   * @return whether it went out
   */
  boolean offer(Message message, int size) {
    if (!direct) {
      return false;
    }
    sending = true;
    try {
      return countSent(channel.trySend(message, size));
    } finally {
      sent();
    }
  }

  /** Waits until {@link #offer} may succeed, or the time is over. Any thread. */
  void awaitRoom(long nanos) {
    if (direct) {
      channel.awaitSendable(nanos);
    }
  }

  /** Returns whether it went out. */
  private boolean send(Message message, int size) throws InterruptedException {
    sending = true;
    try {
      return countSent(channel.send(message, size, isOpen));
    } finally {
      sent();
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
      change(() -> {});
    }
  }

  private void keep(Message message, int size) throws LinkException, InterruptedException {
    lock.lockInterruptibly();
    try {
      SendQueue.Room room = queue.room(size, System.nanoTime());
      while (room == SendQueue.Room.FULL) {
        changed.awaitNanos(queue.nanosUntilRefused(System.nanoTime()));
        room = queue.room(size, System.nanoTime());
      }
      if (room == SendQueue.Room.CLOSED) {
        throw new LinkException(name + ": the link is closed");
      }
      if (room == SendQueue.Room.REFUSED) {
        throw new LinkException(
            name
                + ": there is no module host, and "
                + queue.size()
                + " messages wait for it: start it, or set window.messages, window.bytes or"
                + " reconnect.timeout.ms");
      }
      queue.keep(message, size);
      changed();
    } finally {
      lock.unlock();
    }
  }

  private void sendKept() {
    try {
      while (!closed) {
        sendNext();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendNext() throws InterruptedException {
    Message next;
    int size;
    lock.lockInterruptibly();
    try {
      while (queue.next() == null) {
        sendable.await();
      }
      next = queue.next();
      size = queue.nextSize();
    } finally {
      lock.unlock();
    }
    if (channel.send(next, size, isOpen) == Outcome.DONE) {
      change(nextSent);
    }
  }

  private boolean isOpen() {
    return open;
  }

  /** Waits until nothing is kept or being sent, or the time is over. */
  void awaitEmpty(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      emptyAwaited = true;
      while ((sending || queue.size() > 0) && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      emptyAwaited = false;
      lock.unlock();
    }
  }

  /** How many messages are kept. */
  int size() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Gives up what is kept, which is counted. The channel must have been closed. Idempotent. */
  @Override
  public void close() {
    change(queue::close);
    sender.interrupt();
    Threads.join(sender);
    change(queue::giveUp);
  }
}
