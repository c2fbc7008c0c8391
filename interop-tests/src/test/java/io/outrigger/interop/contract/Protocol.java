package io.outrigger.interop.contract;

import java.util.Locale;

/** What the two sides speak, and what it means for the rules. */
enum Protocol {
  /** A gateway that returns finds its module as it was. */
  REQREP(16 << 20),
  /** A gateway that returns has its module re-created. */
  PAIR(1 << 20);

  private final int largestMessage;

  Protocol(int largestMessage) {
    this.largestMessage = largestMessage;
  }

  /** The largest serialized message that passes, in bytes, unless configured otherwise. */
  int largestMessage() {
    return largestMessage;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
