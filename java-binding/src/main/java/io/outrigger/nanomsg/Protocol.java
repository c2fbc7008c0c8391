package io.outrigger.nanomsg;

/** The kinds of sockets, with their numbers in nn.h. */
public enum Protocol {
  /** One peer at a time, both ways. What is buffered for a peer that dies is lost. */
  PAIR(16),
  /** Asks. A cooked one holds a single request: the next replaces it silently. */
  REQ(48),
  /** Answers. */
  REP(49);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
