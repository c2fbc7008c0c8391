package io.outrigger.gateway;

import io.outrigger.module.Message;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one module: any thread puts messages in, the module's own thread takes them out.
 *
 * <p>A message counts against the bound until the module has handled it, so that a slow module
 * never holds more than the bound. The hand-over is in batches: the module's thread takes several
 * messages under one lock and gives their room back in one go. It is woken only when it waits.
 */
final class Inbox {

  /** The bound of an inbox. A message larger than all of it passes when nothing else is there. */
  record Bound(int messages, long bytes) {
    static final int DEFAULT_MESSAGES = 1024;

    /** 4 MiB. */
    static final long DEFAULT_BYTES = 4L << 20;

    static Bound of(int messages) {
      return new Bound(messages, DEFAULT_BYTES);
    }
  }

  /** What became of a message. */
  enum Outcome {
    TAKEN,
    /** There was no room. */
    FULL,
    /** There was no room in time. */
    TIMED_OUT,
    /** The module is on its way out. */
    CLOSED
  }

  private enum State {
    /** Takes messages and hands none out: not all modules are created. */
    HELD,
    OPEN,
    /** Takes no messages, and hands out what is there if it was open before. */
    CLOSED
  }

  static final long NOT_FULL = -1;

  private static final int BATCH_MESSAGES = 128;
  private static final long BATCH_BYTES = 256 << 10;

  private final Bound bound;
  private final ReentrantLock lock = new ReentrantLock();

  /** The module's thread waits here. */
  private final Condition filled = lock.newCondition();

  /** Publishers wait here. */
  private final Condition drained = lock.newCondition();

  /** What the module's thread has taken and not handled; it alone touches this one. */
  private final MessageQueue hand = new MessageQueue();

  // All below is guarded by the lock.
  private final MessageQueue queue = new MessageQueue();
  private State state = State.HELD;
  private boolean opened;
  private long openedNanos;
  private int messagesInHand;
  private long bytesInHand;
  private long drains;
  private boolean consumerWaits;

  Inbox(Bound bound) {
    this.bound = bound;
  }

  /** Puts a message in if there is room; never waits for any. */
  Outcome offer(Message message, Link link, long size) {
    lock.lock();
    try {
      return put(message, link, size);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts a message in, and for that drops the oldest messages of the same link, as many as it
   * takes, each counted. FULL if the link has none to drop.
   */
  Outcome offerForOldest(Message message, Link link, long size) {
    lock.lock();
    try {
      while (state != State.CLOSED && !fits(size) && queue.removeOldestOf(link)) {
        link.dropped();
      }
      return put(message, link, size);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts a message in, at the latest when room was made once.
   *
   * @param seen what {@link #drainsIfFull} said when the caller was let wait
   * @param sinceNanos when its wait began; the time in which messages are held back isn't counted
   * @return FULL if room was made, and is gone again
   */
  Outcome offerAfterDrain(
      Message message, Link link, long size, long seen, long sinceNanos, long timeoutNanos)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (state != State.CLOSED && !fits(size) && drains == seen) {
        if (state == State.HELD) {
          drained.await();
        } else {
          long now = System.nanoTime();
          long waited = Math.min(now - sinceNanos, now - openedNanos);
          if (waited >= timeoutNanos) {
            return Outcome.TIMED_OUT;
          }
          drained.awaitNanos(timeoutNanos - waited);
        }
      }
      return put(message, link, size);
    } finally {
      lock.unlock();
    }
  }

  private Outcome put(Message message, Link link, long size) {
    if (state == State.CLOSED) {
      return Outcome.CLOSED;
    }
    if (!fits(size)) {
      return Outcome.FULL;
    }
    queue.add(message, link, size);
    if (consumerWaits && opened) {
      consumerWaits = false;
      filled.signal();
    }
    return Outcome.TAKEN;
  }

  private boolean fits(long size) {
    int messages = queue.count() + messagesInHand;
    return messages == 0
        || messages < bound.messages() && queue.bytes() + bytesInHand + size <= bound.bytes();
  }

  /**
   * How often room was made, if there is none for a message of that size now: whoever waits for
   * room from here on is stuck while that number stays. {@link #NOT_FULL} if there is room.
   */
  long drainsIfFull(long size) {
    lock.lock();
    try {
      return state == State.CLOSED || fits(size) ? NOT_FULL : drains;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is the same number still. */
  boolean drainsAre(long seen) {
    lock.lock();
    try {
      return drains == seen;
    } finally {
      lock.unlock();
    }
  }

  boolean isHeld() {
    lock.lock();
    try {
      return state == State.HELD;
    } finally {
      lock.unlock();
    }
  }

  /** Hands messages out from now on. */
  void open() {
    lock.lock();
    try {
      state = State.OPEN;
      opened = true;
      openedNanos = System.nanoTime();
      filled.signal();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no message from now on, and wakes whoever waits to put one in. */
  void close() {
    lock.lock();
    try {
      state = State.CLOSED;
      filled.signal();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives back the room of all that was taken before, and takes the next messages; waits while
   * there are none. Called by the module's thread alone, which empties the queue that it gets.
   *
   * @return the messages, or null when the inbox is closed and has no more
   */
  MessageQueue take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      giveBack(messagesInHand, bytesInHand);
      while (queue.count() == 0) {
        if (state == State.CLOSED) {
          return null;
        }
        consumerWaits = true;
        filled.await();
      }
      do {
        queue.moveFirstTo(hand);
      } while (queue.count() > 0
          && hand.count() < BATCH_MESSAGES
          && hand.bytes() + queue.firstSize() <= BATCH_BYTES);
      messagesInHand = hand.count();
      bytesInHand = hand.bytes();
      return hand;
    } finally {
      lock.unlock();
    }
  }

  /** Gives back the room of what was taken and handled. Called by the module's thread alone. */
  void giveBack() {
    lock.lock();
    try {
      giveBack(messagesInHand - hand.count(), bytesInHand - hand.bytes());
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(int messages, long bytes) {
    if (messages > 0) {
      messagesInHand -= messages;
      bytesInHand -= bytes;
      drains++;
      drained.signalAll();
    }
  }

  /** Empties the inbox, which must be closed; each message counts as undelivered. */
  void discard() {
    lock.lock();
    try {
      for (; queue.count() > 0; queue.removeFirst()) {
        queue.firstLink().undelivered();
      }
    } finally {
      lock.unlock();
    }
  }
}
