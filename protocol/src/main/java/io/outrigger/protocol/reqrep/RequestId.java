package io.outrigger.protocol.reqrep;

/**
 * Request ids: 31-bit numbers that go round in a circle. On the wire the top bit is set, which
 * marks the end of the route in an SP header.
 */
final class RequestId {
  /** How far back an id counts as a repeat; also the most messages that a window may hold. */
  static final int MAX_WINDOW = 8192;

  private static final int FLAG = 0x80000000;

  private RequestId() {}

  /** The id as it stands on the wire, of any number. */
  static int of(int number) {
    return number | FLAG;
  }

  /** The id that many places further on. */
  static int plus(int id, int places) {
    return of(id + places);
  }

  /** How many places {@code to} comes after {@code from}; negative if it comes before. */
  static int distance(int from, int to) {
    return (to - from) << 1 >> 1;
  }
}
