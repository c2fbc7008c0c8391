package io.outrigger.protocol;

import io.outrigger.module.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A sink with one lock, which no thread holds while it waits for room. Threads that wait are served
 * in their order. They stop waiting together when the sink stalls.
 */
public abstract class BlockingSink implements MessageSink {
  /**
   * So long a thread waits until its message can be sent at once, rather than leave that to another
   * thread: it has the processor already.
   */
  protected static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  protected final ReentrantLock lock = new ReentrantLock();

  /** There may be more room, or a wait has become useless. */
  protected final Condition changed = lock.newCondition();

  /** The thread that waits first holds it. */
  private final ReentrantLock first = new ReentrantLock(true);

  /** Of the module, for errors. */
  protected final String name;

  /** So many threads wait for room. */
  private final AtomicInteger waiting = new AtomicInteger();

  // Changed under the lock.
  private final Stall stall = new Stall();
  private boolean ended;

  /** The waits of those behind the first. Guarded by lock. */
  private final List<RoomWait> inLine = new ArrayList<>();

  private final StallLog stallLog;

  /** The wait by whose end the sink has stalled, until that is logged. */
  private final AtomicReference<RoomWait> untold = new AtomicReference<>();

  /**
   * @param name of the module, for errors
   */
  protected BlockingSink(String name) {
    this.name = name;
    stallLog =
        new StallLog(name, "its host has made no room", "see what the host and its module do");
  }

  /**
   * Takes a message if there is room, and tells its origin. The lock is held.
   *
   * @param atOnce whether only if it needn't wait here to be sent
   */
  protected abstract Outcome take(Message message, int size, Origin origin, boolean atOnce);

  /** Makes room by the oldest message of an origin; false if it has none. The lock is held. */
  protected abstract boolean giveBackOldestOf(Origin origin);

  /** Whether somebody is there who takes messages, and so makes room. The lock is held. */
  protected abstract boolean makesRoom();

  /** How many messages have made room so far, as they were sent for good. The lock is held. */
  protected abstract long roomMade();

  /** Whether a quarter of the room for messages is free. The lock is held. */
  protected abstract boolean isQuarterFree();

  /**
   * Whether a wait for room may end well. The lock is held.
   *
   * @return how long to wait at most until this is to be asked again
   * @throws UndeliveredException if it can't
   */
  protected abstract long checkWait() throws UndeliveredException;

  @Override
  public Outcome offer(Message message, long size, Origin origin) {
    return offer(message, size, origin, false);
  }

  @Override
  public Outcome offerAtOnce(Message message, long size, Origin origin) {
    return offer(message, size, origin, true);
  }

  private Outcome offer(Message message, long size, Origin origin, boolean atOnce) {
    lock.lock();
    try {
      return takeInOrder(message, size, origin, atOnce);
    } finally {
      lock.unlock();
    }
  }

  private Outcome takeInOrder(Message message, long size, Origin origin, boolean atOnce) {
    if (ended) {
      return Outcome.CLOSED;
    }
    if (atOnce && stall.isStalled()) {
      return Outcome.STALLED;
    }
    return waiting.get() > 0 ? Outcome.FULL : take(message, (int) size, origin, atOnce);
  }

  /** Whether {@link #end} was called. The lock is held. */
  protected final boolean hasEnded() {
    return ended;
  }

  /** Takes no message from now on; the threads that wait with one are told. */
  public void end() {
    withLock(
        () -> {
          ended = true;
          changed.signalAll();
        });
  }

  /** Changes something under the lock. */
  protected final void withLock(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      unlock();
    }
  }

  /** Releases the lock after something may have made room. */
  protected final void unlock() {
    boolean takesAgain = stall.isStalled() && stall.endIf(roomMade(), isQuarterFree());
    lock.unlock();
    if (takesAgain) {
      stallLog.ended(stall.since());
    }
  }

  @Override
  public boolean isStalled() {
    return stall.isStalled();
  }

  @Override
  public String whyStalled() {
    return stallLog.why(stall.since());
  }

  /** Reads something under the lock. */
  protected final <T> T readWithLock(Supplier<T> value) {
    lock.lock();
    try {
      return value.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives back messages that are too many to be kept. The lock is held.
   *
   * @param withdrawNext withdraws one; gives its origin, or null if there is no more
   */
  protected static void giveBackSurplus(Supplier<Origin> withdrawNext) {
    for (Origin origin = withdrawNext.get(); origin != null; origin = withdrawNext.get()) {
      origin.givenBack();
      origin.undelivered();
    }
  }

  @Override
  public Outcome offerDroppingOldest(Message message, long size, Origin origin) {
    lock.lock();
    try {
      Outcome outcome = takeInOrder(message, size, origin, false);
      while (outcome == Outcome.FULL && giveBackOldestOf(origin)) {
        origin.givenBack();
        origin.dropped();
        outcome = take(message, (int) size, origin, false);
      }
      return outcome;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Outcome offer(Message message, long size, Origin origin, long timeoutNanos)
      throws UndeliveredException, InterruptedException {
    RoomWait wait = new RoomWait(timeoutNanos, -1, System.nanoTime());
    Outcome outcome;
    waiting.incrementAndGet();
    try {
      awaitTurn(wait);
      try {
        outcome = await(message, (int) size, origin, wait);
      } finally {
        first.unlock();
      }
    } finally {
      waiting.decrementAndGet();
    }
    if (outcome == Outcome.STALLED) {
      tellStall();
    }
    return outcome;
  }

  /** Waits to be the first, and then holds that lock. */
  private void awaitTurn(RoomWait wait) throws UndeliveredException, InterruptedException {
    if (first.tryLock(0, TimeUnit.NANOSECONDS)) { // unlike the other one it lets nobody overtake
      return;
    }
    if (wait.timeoutNanos() == 0) {
      throw full();
    }
    withLock(
        () -> {
          inLine.add(wait);
          changed.signalAll(); // the first has to look for this one, too
        });
    try {
      first.lockInterruptibly();
    } finally {
      withLock(() -> inLine.remove(wait));
    }
  }

  private Outcome await(Message message, int size, Origin origin, RoomWait wait)
      throws UndeliveredException, InterruptedException {
    lock.lockInterruptibly();
    try {
      long moment = System.nanoTime() + MOMENT_NANOS;
      while (!ended && !stall.isStalled()) {
        long now = System.nanoTime();
        RoomWait shortest = look(wait, now);
        boolean atOnce = moment - now > 0 && !shortest.isOver() && makesRoom();
        Outcome outcome = take(message, size, origin, atOnce);
        if (outcome != Outcome.FULL) {
          return outcome;
        }
        long nanos = atOnce ? moment - now : checkWait();
        if (!shortest.isOver()) {
          changed.awaitNanos(Math.min(shortest.nanosToLook(), nanos));
        } else if (shortest.stalls()) {
          stall(shortest, now);
        } else {
          throw full();
        }
      }
      return ended ? Outcome.CLOSED : Outcome.STALLED;
    } finally {
      lock.unlock();
    }
  }

  /** Looks for the first, and for all behind it; returns the wait that is over first. */
  private RoomWait look(RoomWait ofFirst, long now) {
    long made = roomMade();
    ofFirst.look(made, now);
    RoomWait shortest = ofFirst;
    for (RoomWait other : inLine) {
      other.look(made, now);
      shortest = other.nanosToLook() < shortest.nanosToLook() ? other : shortest;
    }
    return shortest;
  }

  private UndeliveredException full() {
    return new UndeliveredException(name + ": there is no room, and timeout.ms is 0");
  }

  /** A wait is over: all end. The lock is held. */
  private void stall(RoomWait over, long now) {
    stall.begin(roomMade(), now - over.timeoutNanos());
    untold.set(over);
    changed.signalAll();
  }

  private void tellStall() {
    RoomWait over = untold.getAndSet(null);
    if (over != null) {
      stallLog.begun(over.timeoutNanos());
    }
  }
}
