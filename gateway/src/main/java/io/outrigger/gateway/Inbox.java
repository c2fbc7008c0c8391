package io.outrigger.gateway;

import io.outrigger.module.Message;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one module: any thread puts messages in, the module's own thread takes them out.
 *
 * <p>A message that was put in counts against the bound until the module has handled it, so that
 * there are never more than the bound. The hand-over is in batches: the module's thread takes
 * several messages into its {@link Hand} under one lock. It tells of each that it has handled
 * without a lock, and takes the lock only if a publisher waits for that. It is itself woken only
 * when it waits. While it waits, a publisher may hand a message over itself, past the inbox, if the
 * module has a {@link Passage}; what others publish meanwhile is put in.
 */
final class Inbox {

  /** The bound of an inbox. A message larger than all of it passes when nothing else is there. */
  record Bound(int messages, long bytes) {
    static final int DEFAULT_MESSAGES = 1024;

    /** 1 MiB. */
    static final long DEFAULT_BYTES = 1L << 20;

    static Bound of(int messages) {
      return new Bound(messages, DEFAULT_BYTES);
    }
  }

  /** Hands a message to the module at once, on the calling thread. */
  @FunctionalInterface
  interface HandOver {
    /**
     * Called by one thread at a time, while the module's own waits for messages.
     *
     * @return whether the message is done with, and counted; if not, nothing has happened
     */
    boolean handOver(Message message, Link link);
  }

  /** What became of a message. */
  enum Outcome {
    TAKEN,
    /** Its module has nothing to do, but couldn't take it at once: it wasn't put in either. */
    REFUSED,
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

  /** So long a publisher waits for room for a whole batch, to be woken for each less often. */
  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Bound bound;
  private final HandOver passage;
  private final ReentrantLock lock = new ReentrantLock();

  /** The module's thread waits here. */
  private final Condition filled = lock.newCondition();

  /** Publishers wait here. */
  private final Condition drained = lock.newCondition();

  /** The module's thread waits here before it goes on. */
  private final Condition passed = lock.newCondition();

  private final Hand hand = new Hand();

  /**
   * Whether a publisher waits for room. Set under the lock before a look at what was handled; the
   * module's thread looks at it after it has told of what it handled: one sees the other.
   */
  private volatile boolean roomWanted;

  // All below is guarded by the lock.
  private final MessageQueue queue = new MessageQueue();
  private State state = State.HELD;
  private long openedNanos;

  /** Of the messages taken ever; what is in the hand is the difference to those handled. */
  private long takenMessages;

  private long takenBytes;

  // Of the last batch: at most so much is in the hand, which mostly saves a look at it.
  private int batchMessages;
  private long batchBytes;

  private boolean consumerWaits;

  /** A publisher is handing a message over. */
  private boolean passing;

  /**
   * @param passage null if only the module's thread may call it
   */
  Inbox(Bound bound, HandOver passage) {
    this.bound = bound;
    this.passage = passage;
  }

  /** Hands a message over or puts it in, if there is room; waits for nothing. */
  Outcome offer(Message message, Link link, long size) {
    lock.lock();
    try {
      return mayPass() && pass(message, link) ? Outcome.TAKEN : put(message, link, size);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #offer}, but REFUSED if the module could take it past the inbox after a wait. */
  Outcome offerPast(Message message, Link link, long size) {
    lock.lock();
    try {
      if (!mayPass()) {
        return put(message, link, size);
      }
      return pass(message, link) ? Outcome.TAKEN : Outcome.REFUSED;
    } finally {
      lock.unlock();
    }
  }

  private boolean mayPass() {
    return passage != null && consumerWaits && !passing && state != State.CLOSED;
  }

  /** Hands a message over without the lock; the module's thread doesn't go on meanwhile. */
  private boolean pass(Message message, Link link) {
    passing = true;
    lock.unlock();
    try {
      return passage.handOver(message, link);
    } finally {
      lock.lock();
      passing = false;
      passed.signal();
      wakeConsumer();
    }
  }

  private void wakeConsumer() {
    if (consumerWaits && !passing && queue.count() > 0) {
      consumerWaits = false;
      filled.signal();
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
   * @param seen what {@link #handledIfFull} said when the caller was let wait
   * @param sinceNanos when its wait began; the time in which messages are held back isn't counted
   * @return FULL if room was made, and is gone again
   */
  Outcome offerAfterRoom(
      Message message, Link link, long size, long seen, long sinceNanos, long timeoutNanos)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (state == State.OPEN && hand.handledMessages() == seen) {
        drained.awaitNanos(Math.min(BATCH_NANOS, timeoutNanos));
      }
      while (state != State.CLOSED) {
        roomWanted = true;
        if (hand.handledMessages() != seen) {
          break;
        }
        long now = System.nanoTime();
        long waited = Math.min(now - sinceNanos, now - openedNanos);
        if (state == State.HELD) {
          drained.await();
        } else if (waited < timeoutNanos) {
          drained.awaitNanos(timeoutNanos - waited);
        } else {
          return Outcome.TIMED_OUT;
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
    wakeConsumer();
    return Outcome.TAKEN;
  }

  private boolean fits(long size) {
    if (queue.count() + batchMessages < bound.messages()
        && queue.bytes() + batchBytes + size <= bound.bytes()) {
      return true;
    }
    long messages = queue.count() + takenMessages - hand.handledMessages();
    return messages == 0
        || messages < bound.messages()
            && queue.bytes() + takenBytes - hand.handledBytes() + size <= bound.bytes();
  }

  /**
   * How many messages the module has handled, if there is no room for one of that size now: whoever
   * waits for room is stuck while that number stays. {@link #NOT_FULL} if there is room.
   */
  long handledIfFull(long size) {
    lock.lock();
    try {
      long handled = hand.handledMessages();
      return state == State.CLOSED || fits(size) ? NOT_FULL : handled;
    } finally {
      lock.unlock();
    }
  }

  /** How many messages the module has handled. */
  long handledMessages() {
    return hand.handledMessages();
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
   * Takes the next messages; waits while there are none. Called by the module's thread alone, which
   * calls {@link #handled} for each of them before it comes again.
   *
   * @return the messages, of which {@link #handled} removes the first; or null when the inbox is
   *     closed and has no more
   */
  MessageQueue take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      batchMessages = 0;
      batchBytes = 0;
      drained.signalAll();
      while (queue.count() == 0) {
        if (state == State.CLOSED) {
          return null;
        }
        consumerWaits = true;
        try {
          filled.await();
        } finally {
          consumerWaits = false;
          while (passing) {
            passed.awaitUninterruptibly();
          }
        }
      }
      do {
        batchMessages++;
        batchBytes += queue.firstSize();
        queue.moveFirstTo(hand.messages());
      } while (queue.count() > 0
          && batchMessages < BATCH_MESSAGES
          && batchBytes + queue.firstSize() <= BATCH_BYTES);
      takenMessages += batchMessages;
      takenBytes += batchBytes;
      return hand.messages();
    } finally {
      lock.unlock();
    }
  }

  /** The first message in the hand is handled. Called by the module's thread alone. */
  void handled() {
    hand.removeFirst();
    if (roomWanted) {
      lock.lock();
      try {
        roomWanted = false; // whoever goes on waiting says so again
        drained.signalAll();
      } finally {
        lock.unlock();
      }
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
