package io.outrigger.protocol.reqrep;

/**
 * A packet on its way.
 *
 * @param message null if it isn't one
 */
record SimulatedPacket(Kind kind, int id, SimulatedMessage message) {
  enum Kind {
    CREATE,
    MESSAGE,
    DESTROY
  }

  @Override
  public String toString() {
    return kind + " " + (id & 0x7FFFFFFF) + (message == null ? "" : " (" + message + ")");
  }
}
