package io.outrigger.protocol.reqrep;

/** What a {@link SendWindow} finds out about its peer. */
enum PeerEvent {
  /** The peer that was lost has answered. */
  RETURNED,
  /** The host has the module: the answer to CREATE_REQUEST. */
  CREATED,
  /** The host can't create the module: the answer to CREATE_REQUEST. */
  NOT_CREATED,
  /** The host has destroyed the module: DESTROY was answered. */
  DESTROYED,
  /** The peer has been silent for too long: it is taken for stopped. */
  LOST
}
