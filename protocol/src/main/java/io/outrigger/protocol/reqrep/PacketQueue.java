package io.outrigger.protocol.reqrep;

import io.outrigger.base.QueueBound;
import io.outrigger.base.SizedQueue;
import io.outrigger.protocol.SessionStatistics;

/**
 * The packets of a window in their order, and what became of those that left. Their ids are
 * consecutive. Lengths of its front say how far the packets have come. So what leaves always leaves
 * at the front, and the order can't be lost:
 *
 * <pre>
 *   | sent over this connection ...... |
 *   | exposed: sent over an earlier one and never answered .... |
 *   | numbered: were sent, some perhaps only to be refused .............. |
 *   | all ........................................................................ |
 * </pre>
 *
 * <p>Either of the first two may be the longer one. Used by one thread at a time.
 *
 * @param <M> the messages in the packets
 */
final class PacketQueue<M> {
  private final QueueBound inFlight;
  private final QueueBound all;
  private final SizedQueue<M, Object> packets = new SizedQueue<>();

  /** The id of the packet at the front, now or once there is one. */
  private int firstId;

  private int numbered;
  private int exposed;
  private int sent;
  private long sentBytes;

  /** A gateway's messages wait until all of its modules are created. */
  private boolean held;

  private long accepted;
  private long delivered;
  private long inDoubt;
  private long undelivered;

  /**
   * @param inFlight bounds what is sent over one connection and not answered
   * @param waiting how much more may wait here until it can be sent
   */
  PacketQueue(QueueBound inFlight, QueueBound waiting, int firstId) {
    this.inFlight = inFlight;
    all = new QueueBound(inFlight.items() + waiting.items(), inFlight.bytes() + waiting.bytes());
    this.firstId = firstId;
  }

  /** Holds packets back until {@link #release}. */
  void hold() {
    held = true;
  }

  void release() {
    held = false;
  }

  boolean isHeld() {
    return held;
  }

  /**
   * Takes a message, if there is room; an empty queue takes one of any size.
   *
   * @param owner may be null
   * @param mayWait whether there may be more than may be in flight
   */
  boolean offer(M message, Object owner, int size, boolean mayWait) {
    boolean room = (mayWait ? all : inFlight).hasRoom(packets, size);
    if (room) {
      packets.add(message, owner, size);
      accepted++;
    }
    return room;
  }

  /** Gives back the oldest message of an owner that was never sent; false if there is none. */
  boolean withdrawOldestOf(Object owner) {
    boolean there = packets.removeOldestOf(owner, numbered);
    accepted -= there ? 1 : 0;
    return there;
  }

  /**
   * Gives back the newest message if it was never sent, and there are more than may be in flight.
   *
   * @return its owner, or null
   */
  Object withdrawSurplus() {
    int last = packets.count() - 1;
    if (last < numbered
        || inFlight.hasRoom(last, packets.bytes() - packets.size(last), packets.size(last))) {
      return null;
    }
    Object owner = packets.owner(last);
    packets.removeLast();
    accepted--;
    return owner;
  }

  int count() {
    return packets.count();
  }

  /** How many packets have left so far: each made room. */
  long departed() {
    return delivered + inDoubt + undelivered;
  }

  /** Whether a quarter of the room is free, in flight and for what waits. */
  boolean isQuarterFree() {
    return all.isQuarterFree(packets.count(), packets.bytes());
  }

  int sent() {
    return sent;
  }

  int exposed() {
    return exposed;
  }

  /** How many may have been taken, over this connection or another. */
  int maybeTaken() {
    return Math.max(sent, exposed);
  }

  /** Whether there is a packet to send behind those sent, and room for it in flight. */
  boolean maySendNext() {
    return !held && sent < packets.count() && inFlight.hasRoom(sent, sentBytes, packets.size(sent));
  }

  /** A packet's message, counted from the oldest. */
  M message(int place) {
    return packets.item(place);
  }

  /** The size of a packet's message, in bytes. */
  int size(int place) {
    return (int) packets.size(place);
  }

  int id(int place) {
    return RequestId.plus(firstId, place);
  }

  /** The first id that no packet was sent with. */
  int unusedId() {
    return id(numbered);
  }

  /** Gives the next id to a packet that isn't in this queue, which must be empty. */
  int useId() {
    int id = firstId;
    firstId = id(1);
    return id;
  }

  /** The packet behind those sent was sent. */
  void nextSent() {
    sentBytes += packets.size(sent);
    sent++;
    numbered = Math.max(numbered, sent);
  }

  /** How many of those that were ever sent have this id or one before it. */
  int upTo(int id) {
    return Math.max(0, Math.min(numbered, RequestId.distance(firstId, id) + 1));
  }

  /** The connection is gone: what was sent over it is exposed. */
  void expose() {
    exposed = maybeTaken();
    takeBack();
  }

  /** What was sent over this connection was not taken. */
  void takeBack() {
    sent = 0;
    sentBytes = 0;
  }

  /** So many of the oldest were handled. */
  void deliver(int count) {
    delivered += count;
    leave(count);
  }

  /** So many of the oldest may have been taken by a peer that is gone. */
  void doubt(int count) {
    inDoubt += count;
    leave(count);
  }

  /** All that are left won't be sent. */
  void giveUp() {
    undelivered += count();
    leave(count());
  }

  private void leave(int leaving) {
    for (int i = 0; i < leaving; i++) {
      sentBytes -= i < sent ? packets.size(0) : 0;
      packets.removeFirst();
    }
    firstId = id(leaving);
    numbered = Math.max(0, numbered - leaving);
    exposed = Math.max(0, exposed - leaving);
    sent = Math.max(0, sent - leaving);
  }

  /** What became of the messages, with the other direction's numbers as they are given. */
  SessionStatistics statistics(long received, long duplicates, long refused) {
    return new SessionStatistics(
        accepted, delivered, inDoubt, undelivered, count(), received, duplicates, refused);
  }
}
