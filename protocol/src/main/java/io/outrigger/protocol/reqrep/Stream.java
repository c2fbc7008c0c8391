package io.outrigger.protocol.reqrep;

import java.util.concurrent.TimeUnit;

/** What a listener knows of one sender, over however many connections, and when it is answered. */
final class Stream {
  private static final int ANSWER_PACKETS = 64;
  private static final int ANSWER_BYTES = 256 << 10;
  private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** The words of the SP header before the request id: the connection, and devices between. */
  private int[] way;

  private int newestTaken;

  /** All up to this id were handled. */
  private int newestHandled;

  /**
   * It sent the newest packet before those before it were answered, and so doesn't wait for that.
   */
  private boolean pipelined;

  /** How many were handled since the last answer, and of how many bytes. */
  private int unanswered;

  private long unansweredBytes;

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
    pipelined = newestTaken != newestHandled || isUnanswered();
    newestTaken = id;
  }

  /** The packet of this id was handled, and so were all before it. */
  void handled(int id, int bytes, long now) {
    newestHandled = id;
    unansweredBytes += bytes;
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

  /** Whether it is time to answer: at once if the sender may be waiting for it. */
  boolean isAnswerDue(long now) {
    return isUnanswered()
        && (!pipelined
            || unanswered >= ANSWER_PACKETS
            || unansweredBytes >= ANSWER_BYTES
            || now - unansweredSince >= ANSWER_NANOS);
  }

  /** An answer goes out, which tells {@link #newestHandled}. */
  void answered() {
    unanswered = 0;
    unansweredBytes = 0;
  }
}
