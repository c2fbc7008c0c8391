package io.outrigger.base;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/**
 * What is on its way from the thread that receives to the one that handles, bounded in number and
 * in bytes; a single one passes at any size. Safe to use from any thread.
 *
 * @param <T> what it holds
 */
public final class Mailbox<T> {
  private final int maxCount;
  private final long maxBytes;
  private final ToIntFunction<T> sizeOf;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final ArrayDeque<T> contents = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /**
   * @param sizeOf tells how much of {@code maxBytes} one takes; the same each time
   */
  public Mailbox(int maxCount, long maxBytes, ToIntFunction<T> sizeOf) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
    this.sizeOf = sizeOf;
  }

  /**
   * Waits for room and adds one.
   *
   * @return false if the mailbox is closed
   */
  public boolean put(T item) throws InterruptedException {
    while (!offer(item, Long.MAX_VALUE)) {
      if (isClosed()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Waits for room and adds one.
   *
   * @return false if there was none in that time, or the mailbox is closed
   */
  public boolean offer(T item, long timeoutMillis) throws InterruptedException {
    int size = sizeOf.applyAsInt(item);
    long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    lock.lockInterruptibly();
    try {
      while (!closed
          && !contents.isEmpty()
          && (contents.size() >= maxCount || bytes + size > maxBytes)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = notFull.awaitNanos(nanos);
      }
      if (closed) {
        return false;
      }
      contents.add(item);
      bytes += size;
      if (contents.size() == 1) {
        notEmpty.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for one and removes it.
   *
   * @return null if none came in that time, or the mailbox is closed
   */
  public T poll(long timeoutMillis) throws InterruptedException {
    long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    lock.lockInterruptibly();
    try {
      while (contents.isEmpty() && !closed) {
        if (nanos <= 0) {
          return null;
        }
        nanos = notEmpty.awaitNanos(nanos);
      }
      T item = closed ? null : contents.poll();
      if (item != null) {
        bytes -= sizeOf.applyAsInt(item);
        notFull.signal();
      }
      return item;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for one and moves all there are: so many at a time cost the lock only once.
   *
   * @return false if none came in that time, or the mailbox is closed
   */
  public boolean drainTo(Collection<? super T> target, long timeoutMillis)
      throws InterruptedException {
    long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    lock.lockInterruptibly();
    try {
      while (contents.isEmpty() && !closed) {
        if (nanos <= 0) {
          return false;
        }
        nanos = notEmpty.awaitNanos(nanos);
      }
      if (closed) {
        return false;
      }
      target.addAll(contents);
      contents.clear();
      bytes = 0;
      notFull.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes whoever waits. Idempotent. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      notEmpty.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
