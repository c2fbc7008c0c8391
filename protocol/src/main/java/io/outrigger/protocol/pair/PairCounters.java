package io.outrigger.protocol.pair;

import io.outrigger.protocol.SessionStatistics;
import java.util.concurrent.atomic.AtomicLong;

/** What a link counts. Any thread may count and read. */
final class PairCounters {
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong givenUp = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  /** A message went out. */
  void sent() {
    sent.incrementAndGet();
  }

  /** Of those that went out, this many may have been in the buffers of a connection that broke. */
  void lost(int messages) {
    lost.addAndGet(messages);
  }

  /** Messages that were taken won't go out. */
  void givenUp(int messages) {
    givenUp.addAndGet(messages);
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
  SessionStatistics statistics(int pending) {
    long undelivered = lost.get();
    long delivered = sent.get() - undelivered;
    undelivered += givenUp.get();
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
