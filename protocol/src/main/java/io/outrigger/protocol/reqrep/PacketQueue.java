package io.outrigger.protocol.reqrep;

/**
 * The packets of a window in their order, in a ring. Their ids are consecutive. Lengths of its
 * front say how far the packets have come. So what leaves always leaves at the front, and the order
 * can't be lost:
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
  private final long maxBytes;
  private final Object[] messages;
  private final int[] sizes;
  private int head;
  private int count;
  private long bytes;

  /** The id of the packet at the front, now or once there is one. */
  private int firstId;

  private int numbered;
  private int exposed;
  private int sent;

  PacketQueue(int maxCount, long maxBytes, int firstId) {
    this.maxBytes = maxBytes;
    this.firstId = firstId;
    messages = new Object[maxCount];
    sizes = new int[maxCount];
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
    firstId = id(leaving);
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
