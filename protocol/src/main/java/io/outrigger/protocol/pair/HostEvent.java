package io.outrigger.protocol.pair;

import io.outrigger.protocol.wire.ControlPacket;

/** What happens to a host, but for the messages. */
sealed interface HostEvent {
  /** A packet came over that connection. */
  record Received(ControlPacket packet, long connection) implements HostEvent {}

  /** A CREATE came over that connection that can't be read. */
  record UnreadableCreate(long connection) implements HostEvent {}

  /** A gateway connected. */
  record GatewayConnected() implements HostEvent {}

  /** The gateway's connection is gone. */
  record GatewayDisconnected() implements HostEvent {}

  /** The link is to be closed. */
  record Closing() implements HostEvent {}
}
