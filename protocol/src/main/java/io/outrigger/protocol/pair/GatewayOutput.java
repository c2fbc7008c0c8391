package io.outrigger.protocol.pair;

import io.outrigger.protocol.wire.ControlStatus;

/** Carries out what a {@link GatewayMachine} decides. Must not call the machine. */
interface GatewayOutput {
  /** Sends CREATE over this connection and no other, without a wait; whether it went out. */
  boolean sendCreate(long connection);

  void sendStart();

  /** Sends DESTROY; whether it went out. */
  boolean sendDestroy();

  /** Messages may go to the host from now on, or may not. */
  void openQueue(boolean open);

  /** The host has taken every message that went out. */
  void messagesArrived();

  /** START went out a while ago: the message channel should have a connection. */
  void checkMessageChannel();

  /** The host has lost the module and fails to create it; CREATE will be sent again. */
  void createFailed(ControlStatus status);

  /**
   * The host has lost the module.
   *
   * @param status of the REPLY that says so, or null if the connection is gone
   */
  void hostLost(ControlStatus status);

  /** A host has created the module again. */
  void hostReturned();
}
