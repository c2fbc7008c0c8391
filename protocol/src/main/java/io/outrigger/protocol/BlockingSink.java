package io.outrigger.protocol;

import io.outrigger.module.Message;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A sink with one lock, which no thread holds while it waits for room. Threads that wait are served
 * in their order.
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

  /** Guarded by lock. */
  private boolean ended;

  /**
   * @param name of the module, for errors
   */
  protected BlockingSink(String name) {
    this.name = name;
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
      lock.unlock();
    }
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
    long deadline = System.nanoTime() + timeoutNanos;
    waiting.incrementAndGet();
    try {
      if (!first.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) {
        throw full(timeoutNanos);
      }
      try {
        return await(message, (int) size, origin, deadline, timeoutNanos);
      } finally {
        first.unlock();
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  private Outcome await(Message message, int size, Origin origin, long deadline, long timeoutNanos)
      throws UndeliveredException, InterruptedException {
    lock.lockInterruptibly();
    try {
      long moment = System.nanoTime() + MOMENT_NANOS;
      while (!ended) {
        long now = System.nanoTime();
        boolean atOnce = moment - now > 0 && deadline - now > 0 && makesRoom();
        Outcome outcome = take(message, size, origin, atOnce);
        if (outcome != Outcome.FULL) {
          return outcome;
        }
        long nanos = atOnce ? moment - now : checkWait();
        if (deadline - now <= 0) {
          throw full(timeoutNanos);
        }
        changed.awaitNanos(Math.min(deadline - now, nanos));
      }
      return Outcome.CLOSED;
    } finally {
      lock.unlock();
    }
  }

  private UndeliveredException full(long timeoutNanos) {
    return new UndeliveredException(
        name
            + ": there was no room for "
            + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
            + " ms (timeout.ms)");
  }
}
