package io.outrigger.nanomsg;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether an object that native code works on is free, in use, or closed: two threads that use one
 * at the same time, against its documentation, get an exception instead of freed memory.
 */
final class Usage {
  private static final int FREE = 0;
  private static final int IN_USE = 1;
  private static final int CLOSED = 2;

  private final AtomicInteger state = new AtomicInteger();
  private final String what;

  Usage(String what) {
    this.what = what;
  }

  /** Begins a use; {@link #end} must follow. */
  void begin() {
    if (!state.compareAndSet(FREE, IN_USE)) {
      throw new IllegalStateException(
          state.get() == CLOSED
              ? "this " + what + " is closed: make a new one"
              : "this " + what + " is in use by another thread: give each thread its own");
    }
  }

  void end() {
    state.setRelease(FREE);
  }

  /** Begins the last use, or returns false if it is closed already. Nothing follows. */
  boolean close() {
    if (state.get() == CLOSED) {
      return false;
    }
    begin();
    state.setRelease(CLOSED);
    return true;
  }
}
