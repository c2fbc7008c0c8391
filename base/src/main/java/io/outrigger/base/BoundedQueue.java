package io.outrigger.base;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/**
 * What is on its way from one thread to another, bounded in number and in bytes; a single one
 * passes at any size. Safe to use from any thread.
 *
 * @param <T> what it holds
 */
public final class BoundedQueue<T> {
  private final QueueBound bound;
  private final ToIntFunction<T> sizeOf;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();

  // Guarded by the lock; any thread may look whether it is closed.
  private final SizedQueue<T, Void> contents = new SizedQueue<>();
  private volatile boolean closed;

  /**
   * @param sizeOf tells how many of the bound's bytes one takes; the same each time
   */
  public BoundedQueue(QueueBound bound, ToIntFunction<T> sizeOf) {
    this.bound = bound;
    this.sizeOf = sizeOf;
  }

  /**
   * Waits for room and adds one.
   *
   * @return false if there was none in that time, or the queue is closed
   */
  public boolean offer(T item, long timeoutMillis) throws InterruptedException {
    int size = sizeOf.applyAsInt(item);
    long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    lock.lockInterruptibly();
    try {
      while (!closed && !bound.hasRoom(contents, size)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = notFull.awaitNanos(nanos);
      }
      if (closed) {
        return false;
      }
      contents.add(item, null, size);
      if (contents.count() == 1) {
        notEmpty.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for one and moves all there are: so many at a time cost the lock only once.
   *
   * @return false if none came in that time, or the queue is closed
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
      for (; !contents.isEmpty(); contents.removeFirst()) {
        target.add(contents.item(0));
      }
      notFull.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all threads that wait. Idempotent. */
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
    return closed;
  }
}
