package io.outrigger.protocol.reqrep;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests on their way from the thread that receives to the one that handles, bounded in number
 * and in bytes; a single one passes at any size.
 */
final class Mailbox {
  private final int maxRequests;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final ArrayDeque<Request> requests = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  Mailbox(int maxRequests, long maxBytes) {
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes;
  }

  /**
   * Waits for room and adds a request.
   *
   * @return false if the mailbox is closed
   */
  boolean put(Request request) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed
          && !requests.isEmpty()
          && (requests.size() >= maxRequests || bytes + request.size() > maxBytes)) {
        notFull.await();
      }
      if (closed) {
        return false;
      }
      requests.add(request);
      bytes += request.size();
      if (requests.size() == 1) {
        notEmpty.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a request and removes it.
   *
   * @return null if none came in that time, or the mailbox is closed
   */
  Request poll(long timeoutMillis) throws InterruptedException {
    long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    lock.lockInterruptibly();
    try {
      while (requests.isEmpty() && !closed) {
        if (nanos <= 0) {
          return null;
        }
        nanos = notEmpty.awaitNanos(nanos);
      }
      Request request = closed ? null : requests.poll();
      if (request != null) {
        bytes -= request.size();
        notFull.signal();
      }
      return request;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return requests.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes whoever waits. Idempotent. */
  void close() {
    lock.lock();
    try {
      closed = true;
      notEmpty.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
