package io.outrigger.nanomsg;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets calls into a socket until it is closed, and then tells when the last of them has left.
 *
 * <p>The library gives the number of a closed socket to the next one at once. So that no call that
 * began before the close can reach another socket, sockets are opened and closed under one lock,
 * and a close holds it until every call has left: for microseconds, as the close has woken them.
 */
final class CallGate {
  static final Object LIFECYCLE = new Object();

  private static final int CLOSED = Integer.MIN_VALUE;

  /** The number of calls inside; with the sign bit set once closed. */
  private final AtomicInteger state = new AtomicInteger();

  /** Whether the call may go ahead; it must {@link #leave} then. */
  boolean enter() {
    if (state.incrementAndGet() < 0) {
      state.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    state.decrementAndGet();
  }

  boolean isClosed() {
    return state.get() < 0;
  }

  /** Whether this call is the one that closed. */
  boolean close() {
    for (; ; ) {
      int calls = state.get();
      if (calls < 0) {
        return false;
      }
      if (state.compareAndSet(calls, calls | CLOSED)) {
        return true;
      }
    }
  }

  /** Waits until no call is inside. */
  void awaitEmpty() {
    while (state.get() != CLOSED) {
      Thread.onSpinWait();
      Thread.yield();
    }
  }
}
