package io.outrigger.protocol.reqrep;

/** What a listener knows of one sender, over however many connections. */
final class Stream {
  /** The words of the SP header before the request id: the connection, and devices between. */
  private int[] way;

  private int newestTaken;

  /** All up to this id were handled. */
  private int newestHandled;

  /** How many were handled since the last answer. */
  private int unanswered;

  /** When the first of these was. */
  private long unansweredSince;

  Stream(int[] way, int firstId) {
    this.way = way;
    newestTaken = RequestId.plus(firstId, -1);
    newestHandled = newestTaken;
  }

  int[] way() {
    return way;
  }

  boolean cameBy(int[] words, int length) {
    if (way.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (way[i] != words[i]) {
        return false;
      }
    }
    return true;
  }

  /** The sender has a new connection. */
  void moveTo(int[] newWay) {
    way = newWay;
  }

  /** Whether a packet of this id, the first over another connection, is this sender's. */
  boolean isContinuedBy(int id) {
    return RequestId.distance(newestTaken, id) == 1 || isRepeat(id);
  }

  /** Whether a packet of this id comes after some that haven't come, if it is this sender's. */
  boolean isLeftBehindBy(int id) {
    int distance = RequestId.distance(newestTaken, id);
    return distance > 1 && distance <= RequestId.MAX_WINDOW;
  }

  boolean isRepeat(int id) {
    int distance = RequestId.distance(newestTaken, id);
    return distance <= 0 && distance >= -RequestId.MAX_WINDOW;
  }

  void taken(int id) {
    newestTaken = id;
  }

  /** The packet of this id was handled, and so were all before it. */
  void handled(int id, long now) {
    newestHandled = id;
    if (unanswered++ == 0) {
      unansweredSince = now;
    }
  }

  int newestHandled() {
    return newestHandled;
  }

  boolean isUnanswered() {
    return unanswered > 0;
  }

  /** Whether it is time to answer, though there is more to handle. */
  boolean isAnswerDue(int maxPackets, long maxNanos, long now) {
    return unanswered >= maxPackets || unanswered > 0 && now - unansweredSince >= maxNanos;
  }

  /** An answer goes out, which tells {@link #newestHandled}. */
  void answered() {
    unanswered = 0;
  }
}
