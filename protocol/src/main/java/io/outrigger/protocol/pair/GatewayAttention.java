package io.outrigger.protocol.pair;

/**
 * By which connection a gateway has asked for a module last, as the control channel's thread knows
 * it: at once, also while the thread that runs the link waits inside the module.
 */
final class GatewayAttention {
  /** Written by the control channel's thread. */
  private volatile long connection = PairConnection.NONE;

  /** CREATE came by that connection, or no gateway is connected: {@link PairConnection#NONE}. */
  void askedBy(long itsConnection) {
    connection = itsConnection;
  }

  /** Whether the gateway that asked by this connection is there, and no other has asked since. */
  boolean isBy(long itsConnection) {
    return connection == itsConnection;
  }
}
