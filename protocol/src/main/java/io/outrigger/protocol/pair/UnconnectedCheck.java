package io.outrigger.protocol.pair;

import java.time.Duration;

/**
 * When to check that a module's message channel has a connection: once for each START, some seconds
 * after it. CREATE and START go over the control channel, so all seems well otherwise.
 *
 * <p>It reads no clock. One thread may set it while another one asks.
 */
final class UnconnectedCheck {
  static final Duration AFTER_START = Duration.ofSeconds(5);

  private volatile Deadline due = Deadline.NEVER;

  /** START was sent, or has come. */
  void started(long now) {
    due = Deadline.after(now, AFTER_START);
  }

  /** The module ends. */
  void ended() {
    due = Deadline.NEVER;
  }

  /** Whether to check now; true once. */
  boolean isDue(long now) {
    boolean over = due.isOver(now);
    if (over) {
      due = Deadline.NEVER;
    }
    return over;
  }

  long nanosLeft(long now) {
    return due.nanosLeft(now);
  }
}
