package io.outrigger.nanomsg;

/** What the library counts for each socket; all since it was opened but the CURRENT ones. */
public enum Statistic {
  ESTABLISHED_CONNECTIONS(101),
  ACCEPTED_CONNECTIONS(102),
  DROPPED_CONNECTIONS(103),
  BROKEN_CONNECTIONS(104),
  CONNECT_ERRORS(105),
  BIND_ERRORS(106),
  ACCEPT_ERRORS(107),
  CURRENT_CONNECTIONS(201),
  INPROGRESS_CONNECTIONS(202),
  CURRENT_EP_ERRORS(203),
  MESSAGES_SENT(301),
  MESSAGES_RECEIVED(302),
  BYTES_SENT(303),
  BYTES_RECEIVED(304),
  CURRENT_SND_PRIORITY(401);

  private final int number;

  Statistic(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
