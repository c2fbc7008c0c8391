package io.outrigger.protocol.reqrep;

import io.outrigger.protocol.wire.PacketType;
import java.util.EnumSet;
import java.util.Set;

/**
 * The two ends of a session: the packet that each one's messages travel in, and what each takes.
 */
enum Side {
  GATEWAY(PacketType.MESSAGE_RECEIVE, EnumSet.of(PacketType.MESSAGE_PUBLISH)),
  HOST(
      PacketType.MESSAGE_PUBLISH,
      EnumSet.of(PacketType.CREATE_REQUEST, PacketType.MESSAGE_RECEIVE, PacketType.DESTROY));

  private final PacketType messages;
  private final Set<PacketType> taken;

  Side(PacketType messages, Set<PacketType> taken) {
    this.messages = messages;
    this.taken = taken;
  }

  /** The packets that its messages travel in. */
  PacketType messages() {
    return messages;
  }

  /** Whether its listener takes such packets. */
  boolean takes(PacketType type) {
    return taken.contains(type);
  }
}
