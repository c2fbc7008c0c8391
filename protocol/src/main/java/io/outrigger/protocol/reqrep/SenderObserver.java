package io.outrigger.protocol.reqrep;

/**
 * Learns what a {@link RequestSender} finds out about its peer: on the sender's thread and without
 * its lock, unless it says otherwise.
 */
interface SenderObserver {
  /** There is a connection. */
  void connected();

  /** The connection is gone. */
  void disconnected();

  /** CREATE_REQUEST is just going out. Called by any thread, under the sender's lock. */
  default void creating() {}

  /** CREATE_REQUEST was answered; {@code done}: the host has the module. */
  default void created(boolean done) {}

  /** The peer has been silent for too long: it is taken for stopped. */
  void lost();

  /** The peer that was lost has answered. */
  void returned();

  /** The connection was checked; this comes several times a second. */
  void checked(Outbox outbox);
}
