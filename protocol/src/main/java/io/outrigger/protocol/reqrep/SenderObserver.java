package io.outrigger.protocol.reqrep;

/**
 * Hears of a {@link RequestSender}'s answers and of its connection, on the sender's watching thread
 * and without its lock.
 */
interface SenderObserver {
  /**
   * There is a connection.
   *
   * @param settled whether it is settled how to go on: messages are being sent, or the peer is
   *     asked if it is the one that was there before, and {@link #returned}, {@link #refused} or
   *     {@link #unanswered} follows. Else nothing is sent until {@link RequestSender#flow}.
   */
  void connected(boolean settled);

  /** The connection is gone. */
  void disconnected();

  /** A CREATE_REPLY came. Returns whether it was expected, to a CREATE_REQUEST of this id. */
  default boolean createReplied(int id, boolean created) {
    return false;
  }

  /** An answer came. Returns whether it was expected, to a packet outside the window. */
  default boolean answered(int id) {
    return false;
  }

  /** The peer that was asked has no module. Nothing is sent until the owner says how to go on. */
  void refused();

  /** The peer that was asked says nothing. Nothing is sent until the owner says how to go on. */
  void unanswered();

  /** The peer has been silent for too long: it is taken for stopped. */
  void lost();

  /** The peer that was lost has answered, or the one that was asked is the one from before. */
  void returned();

  /** A moment has passed. */
  default void tick() {}
}
