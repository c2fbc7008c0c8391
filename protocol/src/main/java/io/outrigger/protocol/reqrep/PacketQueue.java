package io.outrigger.protocol.reqrep;

/**
 * The packets of a window in their order, in a ring. How far they have come is told by lengths of
 * its front, so that whatever leaves leaves at the front, and the order can't be lost:
 *
 * <pre>
 *   | sent over this connection ...... |
 *   | exposed: sent over an earlier one and never answered .... |
 *   | numbered: have an id ............................................ |
 *   | all ........................................................................ |
 * </pre>
 *
 * <p>Either of the first two may be the longer one. Used by one thread at a time.
 *
 * @param <M> the messages in the packets
 */
final class PacketQueue<M> {
  private final long maxBytes;
  private final Object[] messages;
  private final int[] sizes;
  private final int[] ids;
  private int head;
  private int count;
  private long bytes;
  private int numbered;
  private int exposed;
  private int sent;

  PacketQueue(int maxCount, long maxBytes) {
    this.maxBytes = maxBytes;
    messages = new Object[maxCount];
    sizes = new int[maxCount];
    ids = new int[maxCount];
  }

  /** Whether a packet of that many bytes may be added; an empty queue takes one of any size. */
  boolean hasRoom(int size) {
    return count == 0 || count < messages.length && bytes + size <= maxBytes;
  }

  /** Adds a packet at the end. There must be room. */
  void add(M message, int size) {
    int index = index(count++);
    messages[index] = message;
    sizes[index] = size;
    bytes += size;
  }

  int count() {
    return count;
  }

  int numbered() {
    return numbered;
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

  /** A packet's message, counted from the oldest. */
  @SuppressWarnings("unchecked")
  M message(int place) {
    return (M) messages[index(place)];
  }

  int id(int place) {
    return ids[index(place)];
  }

  /** Whether the packet behind those sent was never sent before. */
  boolean nextIsNew() {
    return sent == numbered;
  }

  /** The packet behind those sent was sent, with this id. */
  void nextSent(int id) {
    if (nextIsNew()) {
      ids[index(sent)] = id;
      numbered++;
    }
    sent++;
  }

  /** How many of the sent or exposed ones have this id or one before it. */
  int upTo(int id) {
    int limit = maybeTaken();
    int covered = 0;
    while (covered < limit && RequestId.distance(ids[index(covered)], id) >= 0) {
      covered++;
    }
    return covered;
  }

  /** Whether one of the ids sent over this connection. */
  boolean isSent(int id) {
    return sent > 0
        && RequestId.distance(id(0), id) >= 0
        && RequestId.distance(id, id(sent - 1)) >= 0;
  }

  /** The connection is gone: what was sent over it is exposed. */
  void expose() {
    exposed = maybeTaken();
    sent = 0;
  }

  /** What was sent over this connection was not taken. */
  void takeBack() {
    sent = 0;
  }

  /** So many of the oldest leave. Returns how many. */
  int leave(int leaving) {
    for (int i = 0; i < leaving; i++) {
      messages[head] = null;
      bytes -= sizes[head];
      head = index(1);
    }
    count -= leaving;
    numbered = Math.max(0, numbered - leaving);
    exposed = Math.max(0, exposed - leaving);
    sent = Math.max(0, sent - leaving);
    return leaving;
  }

  private int index(int place) {
    int index = head + place;
    return index < messages.length ? index : index - messages.length;
  }
}
