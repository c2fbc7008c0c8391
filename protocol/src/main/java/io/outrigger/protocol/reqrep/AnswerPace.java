package io.outrigger.protocol.reqrep;

import java.util.concurrent.TimeUnit;

/** After how much that was handled a listener checks whom it has to answer. Of one thread. */
final class AnswerPace {
  private static final int PACKETS = 32;
  private static final long BYTES = 128 << 10;
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  // Since the last check.
  private int packets;
  private long bytes;
  private long checkedNanos;

  /**
   * A packet was handled.
   *
   * @param last whether no other one is at hand
   * @return whether it is time to check
   */
  boolean handled(int itsBytes, boolean last) {
    packets++;
    bytes += itsBytes;
    if (!last && packets < PACKETS && bytes < BYTES && System.nanoTime() - checkedNanos < NANOS) {
      return false;
    }
    checkedNanos = System.nanoTime();
    packets = 0;
    bytes = 0;
    return true;
  }
}
