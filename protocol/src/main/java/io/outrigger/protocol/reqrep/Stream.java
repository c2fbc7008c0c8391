package io.outrigger.protocol.reqrep;

/**
 * What one sender has sent to a listener, over however many connections.
 *
 * <p>{@link #take} is called by the thread that receives, {@link #handled(int)} by the one that
 * handles; answers may come from both.
 */
final class Stream {
  /** The words of the SP header before the request id: the connection, and devices between. */
  private volatile int[] way;

  /** Of the thread that receives. */
  private int newestTaken;

  /** Whether something was taken over the present connection. Of the thread that receives. */
  private boolean greeted;

  /** All up to this id were handled. */
  private volatile int newestHandled;

  /** How many were handled since the last answer. Of the thread that handles. */
  private int unanswered;

  Stream(int[] way, int firstId) {
    this.way = way;
    newestTaken = RequestId.plus(firstId, -1);
    newestHandled = newestTaken;
  }

  int[] way() {
    return way;
  }

  boolean cameBy(int[] words, int length) {
    int[] mine = way;
    if (mine.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (mine[i] != words[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a packet of this id, the first on another connection, is this sender's. */
  boolean isContinuedBy(int id) {
    int distance = RequestId.distance(newestTaken, id);
    return distance <= 1 && distance > -RequestId.MAX_WINDOW;
  }

  /** The sender has a new connection. */
  void moveTo(int[] newWay) {
    way = newWay;
    greeted = false;
  }

  /** Whether a packet is new; false for a repeat. */
  boolean take(int id) {
    int distance = RequestId.distance(newestTaken, id);
    if (distance <= 0 && distance > -RequestId.MAX_WINDOW) {
      return false;
    }
    newestTaken = id;
    return true;
  }

  /** Whether the sender still has to be told, over this connection, that answers come. */
  boolean greet() {
    boolean due = !greeted;
    greeted = true;
    return due;
  }

  /** The packet of this id was handled, and so were all before it. */
  void handled(int id) {
    newestHandled = id;
    unanswered++;
  }

  int newestHandled() {
    return newestHandled;
  }

  int unanswered() {
    return unanswered;
  }

  void answered() {
    unanswered = 0;
  }
}
