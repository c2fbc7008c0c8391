package io.outrigger.protocol.pair;

import java.util.concurrent.TimeUnit;

/**
 * How many of the messages that went out on a connection can still lie in its buffers: all of them
 * are lost when it breaks.
 *
 * <p>The library tells nothing of them, but they can't be more than what fits. A Unix socket
 * charges its sender's buffer for each write, and the receiving library holds one message and what
 * it read with it. And a living peer empties them soon: what is older than 2 s counts as read.
 *
 * <p>It reads no clock. Used by one thread at a time: its owner has a lock.
 */
final class InTransit {
  /** NN_SNDBUF is 128 KiB, and Linux grants the double. */
  private static final long SOCKET_BUFFER_BYTES = 256 << 10;

  /** What Linux charges a write for its own administration, at the least. */
  private static final int CHARGE_PER_MESSAGE = 640;

  /** A message takes its charge at least, and the receiver reads 2 KiB at once. */
  private static final int MAX_MESSAGES = 1024;

  private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(2);

  // Rings of what went out last.
  private final int[] sizes = new int[MAX_MESSAGES];
  private final long[] times = new long[MAX_MESSAGES];
  private long sent;

  /** A message of this size went out. */
  void sent(int size, long now) {
    int index = (int) (sent++ % MAX_MESSAGES);
    sizes[index] = size;
    times[index] = now;
  }

  /** A connection begins or has ended in order: nothing is in transit. */
  void clear() {
    sent = 0;
  }

  /** At most this many of those that went out have not arrived; forgets all of them. */
  int takeLost(long now) {
    int lost = 0;
    long bytes = 0;
    while (lost < Math.min(sent, MAX_MESSAGES) && bytes <= SOCKET_BUFFER_BYTES) {
      int index = (int) ((sent - lost - 1) % MAX_MESSAGES);
      if (now - times[index] > MAX_AGE_NANOS) {
        break;
      }
      lost++;
      bytes += CHARGE_PER_MESSAGE + (long) sizes[index];
    }
    sent = 0;
    return lost;
  }
}
