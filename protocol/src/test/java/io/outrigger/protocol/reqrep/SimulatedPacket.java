package io.outrigger.protocol.reqrep;

/**
 * A packet on its way.
 *
 * @param identity of the sender's session
 * @param message null if it isn't one
 */
record SimulatedPacket(Kind kind, long identity, int base, int id, SimulatedMessage message) {
  private static final int NUMBER = 0x7FFFFFFF;

  enum Kind {
    CREATE,
    MESSAGE,
    DESTROY
  }

  @Override
  public String toString() {
    String text = "%s %d of %d from %d".formatted(kind, id & NUMBER, identity, base & NUMBER);
    return text + (message == null ? "" : " (" + message + ")");
  }
}
