package io.outrigger.protocol.reqrep;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What a side has to send and hasn't been told that it was handled: the sender's half of {@code
 * docs/reqrep.md}, as a state machine. It knows no sockets, threads or clocks: events and times
 * (nanoseconds of any clock that doesn't go back) come in, and its owner asks what is to be sent.
 *
 * <p>The packets lie in a ring in their order. From the oldest on, some <em>may have been
 * taken</em> over an earlier connection, some were <em>sent</em> over this one (both begin at the
 * oldest), and the rest waits.
 *
 * <p>Not safe for several threads: its owner has a lock.
 *
 * @param <P> what is sent
 */
final class SendWindow<P> {

  /** What a moment without events brings. */
  enum Due {
    NOTHING,
    /** {@link #oldest} is to be sent again. */
    REPEAT,
    /** The peer has missed too many deadlines: it is taken for stopped. Reported once. */
    LOST,
    /** The peer was asked and says nothing: it isn't the one that acknowledged before. */
    UNANSWERED
  }

  private enum Mode {
    /** Nothing is sent: no connection, or no word yet that there is a module. */
    HELD,
    /** The oldest goes out alone, and its answer tells whether the peer is the same. */
    ASKING,
    FLOWING
  }

  private final WindowLimits limits;
  private final Object[] packets;
  private final int[] sizes;
  private final int[] ids;

  private int first;
  private int count;
  private long bytes;

  /** How many of the oldest have an id already. */
  private int numbered;

  /** How many of the oldest may have been taken over an earlier connection. */
  private int maybeTaken;

  /** How many of the oldest were sent over this connection. */
  private int sent;

  /** The packet behind those sent is just being handed to the socket. */
  private boolean beingSent;

  private int nextId;
  private Mode mode = Mode.HELD;
  private long askAt;

  /** An answer came over this connection. */
  private boolean answered;

  /** The peer takes packets and never answers: they leave when they are sent. */
  private boolean plain;

  /** The last answer, or since when one is waited for. */
  private long waitingSince;

  private int missed;
  private long accepted;
  private long delivered;
  private long inDoubt;
  private long undelivered;

  SendWindow(WindowLimits limits) {
    this(limits, ThreadLocalRandom.current().nextInt());
  }

  SendWindow(WindowLimits limits, int firstId) {
    this.limits = limits;
    packets = new Object[limits.messages()];
    sizes = new int[limits.messages()];
    ids = new int[limits.messages()];
    nextId = RequestId.of(firstId);
  }

  /** Whether a packet of that size may be added; an empty window takes one of any size. */
  boolean hasRoom(int size) {
    return count == 0 || count < packets.length && bytes + size <= limits.bytes();
  }

  /** Adds a packet at the end. There must be room. */
  void add(P packet, int size) {
    if (!hasRoom(size)) {
      throw new IllegalStateException("no room for " + size + " bytes");
    }
    int index = index(count);
    packets[index] = packet;
    sizes[index] = size;
    bytes += size;
    count++;
    accepted++;
  }

  /** Takes an id for a packet that isn't in the window. */
  int takeId() {
    int id = nextId;
    nextId = RequestId.plus(nextId, 1);
    return id;
  }

  /** Whether {@link #next} may be sent now. */
  boolean canSend(long now) {
    if (beingSent || sent == count) {
      return false;
    }
    return mode == Mode.FLOWING || mode == Mode.ASKING && sent == 0 && now - askAt >= 0;
  }

  /** The packet to send, whose id is {@link #nextId}. */
  @SuppressWarnings("unchecked")
  P next() {
    return (P) packets[index(sent)];
  }

  int nextId() {
    if (sent == numbered) {
      ids[index(numbered++)] = takeId();
    }
    return ids[index(sent)];
  }

  /** {@link #next} is being handed to the socket; {@link #endSend} follows. */
  void beginSend() {
    beingSent = true;
  }

  /**
   * The socket took the packet, or didn't. Does nothing if an event has decided meanwhile what
   * became of it.
   */
  void endSend(boolean taken, long now) {
    if (beingSent && taken) {
      if (sent++ == 0) {
        waitingSince = now;
        missed = 0;
      }
      if (plain) {
        pop(sent);
      }
    }
    beingSent = false;
  }

  /**
   * There is a connection, a new one. Nothing is sent over it but the question, if one is needed,
   * until {@link #flow}.
   *
   * @param askAfterNanos how long to wait before asking
   * @return whether it is needed: packets may have been taken by whoever was there before
   */
  boolean connected(long now, long askAfterNanos) {
    answered = false;
    plain = false;
    missed = 0;
    mode = maybeTaken > 0 ? Mode.ASKING : Mode.HELD;
    askAt = now + askAfterNanos;
    return mode == Mode.ASKING;
  }

  /** The connection is gone. */
  void disconnected() {
    maybeTaken = Math.max(maybeTaken, sent + (beingSent ? 1 : 0));
    annul();
  }

  /** The peer has the module: everything may be sent. */
  void flow() {
    mode = Mode.FLOWING;
  }

  /** Whether everything may be sent. */
  boolean isFlowing() {
    return mode == Mode.FLOWING;
  }

  /**
   * All packets up to this id were handled, as far as they were sent.
   *
   * @return whether the peer was asked, and is by this the one that was there before
   */
  boolean answered(int id, long now) {
    answered = true;
    plain = false;
    waitingSince = now;
    missed = 0;
    boolean recognized = mode == Mode.ASKING && sent + (beingSent ? 1 : 0) > 0;
    if (recognized) {
      mode = Mode.FLOWING;
    }
    int handled = handledBy(id);
    if (handled > sent) {
      beingSent = false;
      sent = handled;
    }
    pop(handled);
    return recognized;
  }

  private int handledBy(int id) {
    int candidates = sent + (beingSent ? 1 : 0);
    if (candidates == 0) {
      return 0;
    }
    // Ids aren't consecutive where one was taken for a packet outside the window.
    int handled = 0;
    if (RequestId.distance(id, ids[index(candidates - 1)]) < -RequestId.MAX_WINDOW) {
      return 0;
    }
    while (handled < candidates && RequestId.distance(ids[index(handled)], id) >= 0) {
      handled++;
    }
    return handled;
  }

  /**
   * The peer has no module: it took nothing over this connection.
   *
   * @return false if no packet of this id waits for an answer
   */
  boolean refused(int id, long now) {
    if (handledBy(id) == 0) {
      return false;
    }
    answered = true;
    waitingSince = now;
    annul();
    return true;
  }

  /** After a refusal: ask once more, later. */
  void askAgain(long now, long askAfterNanos) {
    mode = Mode.ASKING;
    askAt = now + askAfterNanos;
  }

  private void annul() {
    mode = Mode.HELD;
    beingSent = false;
    sent = 0;
  }

  /** The peer has started over: what its predecessor may have taken is in doubt and leaves. */
  void startedOver() {
    int leaving = Math.max(maybeTaken, sent + (beingSent ? 1 : 0));
    annul();
    remove(leaving);
    inDoubt += leaving;
  }

  /** The end: everything leaves, in doubt or undelivered. */
  void giveUp() {
    startedOver();
    undelivered += count;
    remove(count);
  }

  /** To be called now and then: every few hundredths of a second. */
  Due tick(long now) {
    if (sent == 0 || now - waitingSince < limits.acknowledgeNanos()) {
      return Due.NOTHING;
    }
    waitingSince = now;
    if (mode == Mode.ASKING) {
      return Due.UNANSWERED;
    }
    if (!answered) {
      plain = true;
      pop(sent);
      return Due.NOTHING;
    }
    return ++missed == limits.missedDeadlines() ? Due.LOST : Due.REPEAT;
  }

  /** The oldest packet, whose id is {@link #oldestId}. */
  @SuppressWarnings("unchecked")
  P oldest() {
    return (P) packets[first];
  }

  int oldestId() {
    return ids[first];
  }

  private void pop(int handled) {
    remove(handled);
    delivered += handled;
  }

  private void remove(int leaving) {
    for (int i = 0; i < leaving; i++) {
      packets[first] = null;
      bytes -= sizes[first];
      first = index(1);
    }
    count -= leaving;
    numbered = Math.max(0, numbered - leaving);
    maybeTaken = Math.max(0, maybeTaken - leaving);
    sent = Math.max(0, sent - leaving);
  }

  private int index(int place) {
    int index = first + place;
    return index < packets.length ? index : index - packets.length;
  }

  long accepted() {
    return accepted;
  }

  long delivered() {
    return delivered;
  }

  long inDoubt() {
    return inDoubt;
  }

  long undelivered() {
    return undelivered;
  }

  /** What is in the window. */
  int pending() {
    return count;
  }
}
