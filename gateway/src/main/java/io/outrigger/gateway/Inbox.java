package io.outrigger.gateway;

import io.outrigger.base.QueueBound;
import io.outrigger.base.SizedQueue;
import io.outrigger.gateway.ModuleThread.Wait;
import io.outrigger.module.Message;
import io.outrigger.protocol.MessageSink;
import io.outrigger.protocol.RoomWait;
import io.outrigger.protocol.Stall;
import io.outrigger.protocol.StallLog;
import io.outrigger.protocol.UndeliveredException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one module: any thread puts messages in, the module's own thread takes them out.
 *
 * <p>A message that was put in counts against the bound until the module has handled it, so that
 * there are never more than the bound. The module's thread takes several messages into a batch
 * under one lock. It says of each that it has handled it without a lock, and takes the lock only if
 * a publisher waits for that. It is itself woken only when it waits.
 */
final class Inbox implements MessageSink {
  /** Why a message is undelivered that its publisher would have waited with without an end. */
  static final String ENDLESS = "waiting for room in the full inbox would never have ended";

  static final long NOT_FULL = -1;

  private static final int BATCH_MESSAGES = 128;
  private static final long BATCH_BYTES = 256 << 10;

  /** So long a publisher waits for room for a whole batch, to be woken for each less often. */
  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final QueueBound bound;
  private final WaitGraph waits;
  private final ModuleThread consumer;
  private final StallLog stallLog;
  private final ReentrantLock lock = new ReentrantLock();

  /** The module's thread waits here. */
  private final Condition filled = lock.newCondition();

  /** Publishers wait here. */
  private final Condition drained = lock.newCondition();

  /** What the module's thread has taken and not handled; of that thread alone. */
  private final SizedQueue<Message, Origin> batch = new SizedQueue<>();

  /** Written by the module's thread alone, before the other. */
  private final AtomicLong handledBytes = new AtomicLong();

  /** Written by the module's thread alone. */
  private volatile long handledMessages;

  /**
   * Whether a publisher waits for room, or the inbox is stalled. Set under the lock before it reads
   * what was handled; the module's thread reads it after it has said what it handled: one sees the
   * other.
   */
  private volatile boolean roomWanted;

  // All below is guarded by the lock.
  private final Stall stall = new Stall();
  private final SizedQueue<Message, Origin> queue = new SizedQueue<>();
  private boolean closed;

  /** Of the messages taken ever; what is in the batch is the difference to those handled. */
  private long takenMessages;

  private long takenBytes;

  // Of the last batch: at most so much is still in it, which mostly saves the exact count.
  private int batchMessages;
  private long batchBytes;

  private boolean consumerWaits;

  /**
   * @param name of the module, for log lines
   * @param consumer the module's thread
   */
  Inbox(String name, QueueBound bound, WaitGraph waits, ModuleThread consumer) {
    this.bound = bound;
    this.waits = waits;
    this.consumer = consumer;
    stallLog =
        new StallLog(
            name,
            "its inbox is full, and it has handled no message",
            "see what its receive waits for");
  }

  @Override
  public Outcome offer(Message message, long size, Origin origin) {
    lock.lock();
    try {
      return put(message, size, origin);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Outcome offerAtOnce(Message message, long size, Origin origin) {
    lock.lock();
    try {
      return stall.isStalled() && !closed ? Outcome.STALLED : put(message, size, origin);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Outcome offerDroppingOldest(Message message, long size, Origin origin) {
    lock.lock();
    try {
      while (!closed && !fits(size) && queue.removeOldestOf(origin, 0)) {
        origin.dropped();
      }
      return put(message, size, origin);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Outcome offer(Message message, long size, Origin origin, long timeoutNanos)
      throws UndeliveredException, InterruptedException {
    RoomWait roomWait = new RoomWait(timeoutNanos, handledMessages, System.nanoTime());
    Outcome outcome = Outcome.FULL;
    try {
      while (outcome == Outcome.FULL) {
        Wait wait = waits.begin(this, size);
        if (wait == null) {
          throw new UndeliveredException(ENDLESS);
        }
        outcome = offerAfterRoom(message, size, origin, wait.handled(), roomWait);
      }
    } finally {
      waits.end();
    }
    if (outcome == Outcome.STALLED && roomWait.stalls()) {
      stallLog.begun(timeoutNanos);
    }
    return outcome;
  }

  /**
   * Puts a message in, at the latest when room was made once.
   *
   * @param seen what {@link #handledIfFull} said when the caller was let wait
   * @return FULL if room was made, and is gone again; STALLED if the inbox is, or is from now on
   */
  private Outcome offerAfterRoom(
      Message message, long size, Origin origin, long seen, RoomWait roomWait)
      throws UndeliveredException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!closed && !stall.isStalled() && handledMessages == seen) {
        drained.awaitNanos(Math.min(BATCH_NANOS, roomWait.timeoutNanos()));
      }
      while (!closed && !stall.isStalled()) {
        roomWanted = true;
        if (handledMessages != seen) {
          return put(message, size, origin);
        }
        roomWait.look(seen, System.nanoTime());
        if (!roomWait.isOver() || consumer.isHeldUp() && roomWait.extend()) {
          drained.awaitNanos(roomWait.nanosToLook());
        } else {
          stall(seen, roomWait);
        }
      }
      return closed ? Outcome.CLOSED : Outcome.STALLED;
    } finally {
      lock.unlock();
    }
  }

  /** A wait is over: all end. The lock is held, and room is wanted. */
  private void stall(long handled, RoomWait roomWait) throws UndeliveredException {
    if (!roomWait.stalls()) {
      throw new UndeliveredException("the inbox is full, and timeout.ms is 0");
    }
    stall.begin(handled, System.nanoTime() - roomWait.timeoutNanos());
    drained.signalAll();
  }

  @Override
  public boolean isStalled() {
    return stall.isStalled();
  }

  @Override
  public String whyStalled() {
    return stallLog.why(stall.since());
  }

  private Outcome put(Message message, long size, Origin origin) {
    if (closed) {
      return Outcome.CLOSED;
    }
    if (!fits(size)) {
      return Outcome.FULL;
    }
    queue.add(message, origin, size);
    if (consumerWaits) {
      consumerWaits = false;
      filled.signal();
    }
    return Outcome.TAKEN;
  }

  private boolean fits(long size) {
    if (queue.count() + batchMessages < bound.items()
        && queue.bytes() + batchBytes + size <= bound.bytes()) {
      return true;
    }
    return bound.hasRoom(
        queue.count() + takenMessages - handledMessages,
        queue.bytes() + takenBytes - handledBytes.get(),
        size);
  }

  /**
   * How many messages the module has handled, if there is no room for one of that size now: a
   * publisher that waits for room is stuck while that number stays. {@link #NOT_FULL} if there is
   * room.
   */
  long handledIfFull(long size) {
    lock.lock();
    try {
      long handled = handledMessages;
      return closed || fits(size) ? NOT_FULL : handled;
    } finally {
      lock.unlock();
    }
  }

  /** How many messages the module has handled. */
  long handledMessages() {
    return handledMessages;
  }

  /** The module's thread. */
  ModuleThread consumer() {
    return consumer;
  }

  /** Takes no message from now on, and wakes all publishers that wait to put one in. */
  void close() {
    lock.lock();
    try {
      closed = true;
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
  SizedQueue<Message, Origin> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      batchMessages = 0;
      batchBytes = 0;
      drained.signalAll();
      while (queue.isEmpty()) {
        if (closed) {
          return null;
        }
        consumerWaits = true;
        try {
          filled.await();
        } finally {
          consumerWaits = false;
        }
      }
      do {
        batchMessages++;
        batchBytes += queue.size(0);
        queue.moveFirstTo(batch);
      } while (!queue.isEmpty()
          && batchMessages < BATCH_MESSAGES
          && batchBytes + queue.size(0) <= BATCH_BYTES);
      takenMessages += batchMessages;
      takenBytes += batchBytes;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** The first message of the batch is handled. Called by the module's thread alone. */
  void handled() {
    handledBytes.lazySet(handledBytes.getPlain() + batch.size(0));
    batch.removeFirst();
    handledMessages++;
    if (roomWanted) {
      tellRoom();
    }
  }

  private void tellRoom() {
    boolean takesAgain;
    lock.lock();
    try {
      takesAgain = stall.endIf(handledMessages, isQuarterFree());
      roomWanted = stall.isStalled(); // a publisher that goes on waiting says so again
      drained.signalAll();
    } finally {
      lock.unlock();
    }
    if (takesAgain) {
      stallLog.ended(stall.since());
    }
  }

  private boolean isQuarterFree() {
    return bound.isQuarterFree(
        queue.count() + takenMessages - handledMessages,
        queue.bytes() + takenBytes - handledBytes.get());
  }

  /** Empties the inbox, which must be closed; each message counts as undelivered. */
  void discard() {
    lock.lock();
    try {
      for (; !queue.isEmpty(); queue.removeFirst()) {
        queue.owner(0).undelivered();
      }
    } finally {
      lock.unlock();
    }
  }
}
