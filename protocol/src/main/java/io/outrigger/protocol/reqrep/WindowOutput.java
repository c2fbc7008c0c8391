package io.outrigger.protocol.reqrep;

/**
 * Does what a {@link SendWindow} decides. Must not call the window.
 *
 * @param <M> the messages that are sent
 */
interface WindowOutput<M> {
  /**
   * Sends a message if that needs no waiting.
   *
   * @param base the oldest id that is kept until it is acknowledged
   * @return false if the socket is full
   */
  boolean sendMessage(int base, int id, M message);

  /** As {@link #sendMessage}, a CREATE_REQUEST. Its base may come after its id. */
  boolean sendCreate(int base, int id);

  /** As {@link #sendMessage}, a DESTROY. Its id is its base. */
  boolean sendDestroy(int id);

  /** The host has the module, or can't create it: the answer to CREATE_REQUEST. */
  void created(boolean done);

  /** The host has destroyed the module: DESTROY was answered. */
  void destroyed();

  /** The peer has been silent for too long: it is taken for stopped. */
  void lost();

  /** The peer that was lost has answered. */
  void returned();
}
