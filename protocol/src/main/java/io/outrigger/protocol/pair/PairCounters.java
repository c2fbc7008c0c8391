package io.outrigger.protocol.pair;

import io.outrigger.protocol.SessionStatistics;
import java.util.concurrent.atomic.AtomicLong;

/** What a session counts. Any thread may count and read. It reads no clock. */
final class PairCounters {
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  // Guarded by this.
  private final InTransit inTransit = new InTransit();
  private long sent;
  private long lost;
  private long givenUp;

  /** A message of this size went out. */
  synchronized void sent(int size, long now) {
    sent++;
    inTransit.sent(size, now);
  }

  /** The connection broke; returns how many messages may have been in its buffers. */
  synchronized int broken(long now) {
    int messages = inTransit.takeLost(now);
    lost += messages;
    return messages;
  }

  /** The other side has taken everything that went out. */
  synchronized void arrived() {
    inTransit.clear();
  }

  /** Messages that were taken won't go out. */
  synchronized void givenUp(int messages) {
    givenUp += messages;
  }

  void received() {
    received.incrementAndGet();
  }

  /** Something malformed or out of place came. */
  void refused() {
    refused.incrementAndGet();
  }

  /**
   * All of it.
   *
   * @param pending messages that were taken and haven't gone out yet
   */
  synchronized SessionStatistics statistics(int pending) {
    long delivered = sent - lost;
    long undelivered = lost + givenUp;
    return new SessionStatistics(
        delivered + undelivered + pending,
        delivered,
        0,
        undelivered,
        pending,
        received.get(),
        0,
        refused.get());
  }
}
