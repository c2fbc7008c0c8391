package io.outrigger.protocol.reqrep;

/**
 * A packet of the session's own, CREATE_REQUEST or DESTROY: it isn't in the window, but has an id
 * of the same row, the same one each time it is sent. Used by one thread at a time.
 */
final class OwnPacket {
  /** It is to be sent. */
  boolean due;

  private boolean numbered;
  private boolean sent;
  private int id;

  /** Gives it its id, once. */
  void setId(int id) {
    this.id = id;
    numbered = true;
  }

  boolean isNumbered() {
    return numbered;
  }

  int id() {
    return id;
  }

  /** Whether it was sent, ever. */
  boolean isSent() {
    return sent;
  }

  /** Whether it was sent with this id. */
  boolean has(int answeredId) {
    return sent && id == answeredId;
  }

  /** It was sent. */
  void sent() {
    due = false;
    sent = true;
  }
}
