package io.outrigger.protocol.reqrep;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What a listener knows of one sender, over however many connections, and when it is answered. */
final class Stream {
  private static final int ANSWER_PACKETS = 64;
  private static final int ANSWER_BYTES = 256 << 10;
  private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Whose it is, or {@link Route#PLAIN}. */
  private final long identity;

  /** The SP header of the newest packet without its request id: where answers go. */
  private int[] route;

  private int newestTaken;

  /**
   * All up to this id were handled, and how many bytes these had. Written by the thread that
   * handles, without the lock that all else here is under, but while nothing is left to handle.
   * Read the bytes after the id.
   */
  private volatile int newestHandled;

  private volatile long handledBytes;

  /** The same, as the last answer told. */
  private int newestAnswered;

  private long answeredBytes;

  /**
   * It sent the newest packet before those before it were answered, and so doesn't wait for that.
   */
  private boolean pipelined;

  /** Since when something is known to be unanswered. */
  private long unansweredSince;

  private boolean unansweredSeen;

  /** Begins before the first packet that comes by this route, with this id. */
  Stream(long identity, int[] route, int firstId) {
    this.identity = identity;
    this.route = route;
    newestTaken = RequestId.plus(firstId, -1);
    newestHandled = newestTaken;
    newestAnswered = newestTaken;
  }

  boolean isPlain() {
    return identity == Route.PLAIN;
  }

  /** Whether a packet of this identity, by this route, is of this stream for certain. */
  boolean has(long packetIdentity, int[] words, int length) {
    return identity == packetIdentity && (!isPlain() || isConnection(words, length));
  }

  int[] route() {
    return route;
  }

  /** A packet came by this route. Returns whether that is another connection than before. */
  boolean cameBy(int[] words, int length) {
    boolean moved = !isConnection(words, length);
    if (moved) {
      route = Arrays.copyOf(words, length);
    } else {
      // Perhaps the base, which goes on.
      route[length - 1] = words[length - 1];
    }
    return moved;
  }

  private boolean isConnection(int[] words, int length) {
    if (route.length != length) {
      return false;
    }
    int compared = isPlain() ? length : length - Route.SENDER_WORDS;
    for (int i = 0; i < compared; i++) {
      if (route[i] != words[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether this id, the first over another connection, may be the plain sender's of this. */
  boolean isContinuedBy(int id) {
    return isNext(id) || isDuplicate(id);
  }

  boolean isNext(int id) {
    return RequestId.distance(newestTaken, id) == 1;
  }

  boolean isDuplicate(int id) {
    int distance = RequestId.distance(newestTaken, id);
    return distance <= 0 && (!isPlain() || distance >= -RequestId.MAX_WINDOW);
  }

  /** Its sender has given up all before this id, or has got answers for them. */
  void skipTo(int id) {
    int before = RequestId.plus(id, -1);
    if (RequestId.distance(newestTaken, before) > 0) {
      // With nothing left to handle, the other thread writes nothing.
      if (isHandled()) {
        newestAnswered = isUnanswered() ? newestAnswered : before;
        newestHandled = before;
      }
      newestTaken = before;
    }
  }

  void taken(int id) {
    pipelined = !isHandled() || isUnanswered();
    newestTaken = id;
  }

  /**
   * The packet of this id was handled, and so were all before it. The one method that another
   * thread, always the same one, calls without the lock.
   */
  void handled(int id, int bytes) {
    long before = handledBytes;
    handledBytes = before + bytes;
    newestHandled = id;
  }

  /** Whether nothing that was taken is still to be handled. */
  boolean isHandled() {
    return newestHandled == newestTaken;
  }

  /** Whose it is, or {@link Route#PLAIN}. */
  long identity() {
    return identity;
  }

  int newestHandled() {
    return newestHandled;
  }

  boolean isUnanswered() {
    return newestHandled != newestAnswered;
  }

  /** Whether it is time to answer: at once if the sender may be waiting for it. */
  boolean isAnswerDue(long now) {
    if (!isUnanswered()) {
      return false;
    }
    if (!unansweredSeen) {
      unansweredSeen = true;
      unansweredSince = now;
    }
    int packets = RequestId.distance(newestAnswered, newestHandled);
    return !pipelined
        || packets < 0
        || packets >= ANSWER_PACKETS
        || handledBytes - answeredBytes >= ANSWER_BYTES
        || now - unansweredSince >= ANSWER_NANOS;
  }

  /** An answer goes out, which tells {@link #newestHandled} or a later one. */
  void answered() {
    newestAnswered = newestHandled;
    answeredBytes = handledBytes;
    unansweredSeen = false;
  }
}
