package io.outrigger.protocol.pair;

import io.outrigger.protocol.wire.ControlPacket;

/** What happens to a host, but for the messages. */
sealed interface HostEvent {
  /** A packet came, by that connection. */
  record Received(ControlPacket packet, long connection) implements HostEvent {}

  /** A CREATE came that can't be read. */
  record UnreadableCreate() implements HostEvent {}

  /** A gateway connected. */
  record GatewayCame() implements HostEvent {}

  /** The gateway's connection is gone. */
  record GatewayGone() implements HostEvent {}

  /** The link is to be closed. */
  record Closing() implements HostEvent {}
}
