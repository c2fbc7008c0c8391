package io.outrigger.runtime;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the present call of a module takes, less what it has waited in publish. It knows no
 * clock: times are nanoseconds of one that doesn't go back and isn't 0.
 *
 * <p>One thread writes, the module's own; any thread may read. What is read may be a moment old.
 */
final class CallTimer {
  private static final long NONE = 0;

  /** When the present call began, or {@link #NONE}; written last when one begins. */
  private final AtomicLong began = new AtomicLong(NONE);

  /** When the wait in publish began that is going on, or {@link #NONE}. */
  private final AtomicLong waitBegan = new AtomicLong(NONE);

  /** How long the present call has waited before that. */
  private final AtomicLong waited = new AtomicLong();

  private volatile ModuleCall call = ModuleCall.CREATE;

  void begin(ModuleCall next, long now) {
    if (call != next) {
      call = next;
    }
    waited.lazySet(0);
    began.lazySet(now);
  }

  void end() {
    began.lazySet(NONE);
  }

  void beginWait(long now) {
    waitBegan.lazySet(now);
  }

  void endWait(long now) {
    waited.lazySet(waited.getPlain() + now - waitBegan.getPlain());
    waitBegan.lazySet(NONE);
  }

  /** When the present call began: that identifies it; 0 if there is none. */
  long began() {
    return began.get();
  }

  /** The present call, or the last one. */
  ModuleCall call() {
    return call;
  }

  /** How long the call that began then has taken by itself; 0 if it has ended. */
  long taken(long since, long now) {
    long wait = waitBegan.get();
    long waiting = wait == NONE ? 0 : Math.max(0, now - wait);
    long taken = now - since - waited.get() - waiting;
    return began.get() == since ? Math.max(0, taken) : 0;
  }
}
