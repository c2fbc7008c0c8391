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

  /** The answers, or their absence, have told this. */
  void found(PeerEvent event);

  /** The connection was checked; this comes several times a second. */
  void checked(Outbox outbox);
}
