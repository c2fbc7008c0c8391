package io.outrigger.nanomsg;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets calls into a native socket until it is closed, and tells whether any of them is still
 * inside. One atomic step in, one out, no lock.
 */
final class CallGate {
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
    return (state.getAndUpdate(calls -> calls | CLOSED) & CLOSED) == 0;
  }

  /** Whether it is closed and every call has left: none will ever come again. */
  boolean isDeserted() {
    return state.get() == CLOSED;
  }
}
