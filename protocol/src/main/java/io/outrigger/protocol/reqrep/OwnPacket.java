package io.outrigger.protocol.reqrep;

/**
 * A packet of the link's own, CREATE_REQUEST or DESTROY: it isn't in the window, but has an id of
 * the same row, the same one each time it is sent. Used by one thread at a time.
 */
final class OwnPacket {
  private boolean due;
  private boolean numbered;
  private int id;

  /** It is to be sent, or isn't any more. */
  void setDue(boolean due) {
    this.due = due;
  }

  boolean isDue() {
    return due;
  }

  /** Whether it was sent, ever. */
  boolean isNumbered() {
    return numbered;
  }

  /** Whether it was sent with this id. */
  boolean has(int answeredId) {
    return numbered && id == answeredId;
  }

  /** The id that it is sent with, if this is the next one. */
  int idOr(int nextId) {
    return numbered ? id : nextId;
  }

  /** It was sent with that id. */
  void sent(int itsId) {
    due = false;
    numbered = true;
    id = itsId;
  }
}
