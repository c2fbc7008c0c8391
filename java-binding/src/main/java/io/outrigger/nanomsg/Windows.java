package io.outrigger.nanomsg;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The windows on messages, made once and shared by all threads. Each begins at a multiple of 1 GiB
 * and is as long as a buffer can be, so that a message of at most 1 GiB lies in one.
 */
final class Windows {
  static final Windows SHARED = new Windows();

  private static final long STEP = 1L << 30;

  /** More than there are GiB in which a process has messages. */
  private static final int KEPT = 256;

  /** Each at the slot of its begin or the next free one; none is taken away. */
  private final AtomicReferenceArray<Window> windows = new AtomicReferenceArray<>(KEPT);

  /** One that these bytes lie in: a new one if there is none and no slot for it. */
  Window of(long address, int size) {
    long begin = address & -STEP;
    for (int i = 0; i < KEPT && size <= STEP; i++) {
      int slot = (int) (address / STEP + i) & (KEPT - 1);
      Window known = windows.get(slot);
      if (known == null) {
        known = Window.make(begin, Integer.MAX_VALUE);
        windows.compareAndSet(slot, null, known);
      }
      if (known.begin() == begin) {
        return known;
      }
    }
    return Window.make(address, size);
  }
}
