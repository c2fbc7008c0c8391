package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;
import java.util.Arrays;

/**
 * One request that a listener took from its socket.
 *
 * @param packet as it came; belongs to this request
 * @param stream of its sender
 * @param way back to its sender, as it was when it came
 */
record Request(PacketType type, byte[] packet, Stream stream, int[] way, int id) {
  private static final int OVERHEAD = 96;

  /** About the memory it takes, in bytes. */
  int size() {
    return packet.length + OVERHEAD;
  }

  /** The gateway message in it, which keeps the packet's bytes. */
  Message message() throws WireException {
    return MessageDecoder.decode(packet, Packet.DATA_OFFSET, packet.length - Packet.DATA_OFFSET);
  }

  /** The configuration in a CREATE_REQUEST. */
  String configuration() throws WireException {
    return Packet.decodeCreateRequest(
        Arrays.copyOfRange(packet, Packet.DATA_OFFSET, packet.length));
  }
}
