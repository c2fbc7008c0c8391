package io.outrigger.protocol.pair;

import io.outrigger.protocol.wire.ControlStatus;

/** Tells others what a {@link HostMachine} decides. Must not call the machine. */
interface HostOutput {

  /** What is worth a line in the log. */
  enum Notice {
    GATEWAY_GONE,
    GATEWAY_STARTED_OVER,
    ASKED_FOR_CREATE,
    CREATE_NOT_ANSWERED,
    WAITING_FOR_NEXT_GATEWAY
  }

  /** Sends REPLY over this connection and no other, without a wait; whether it went out. */
  boolean reply(ControlStatus status, long connection);

  /** The number of the connection that came last. */
  long newestConnection();

  /** The gateway has taken every message that went out. */
  void messagesArrived();

  /** A packet is out of place. */
  void refuse(String packet);

  void notice(Notice notice);
}
