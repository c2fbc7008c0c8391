package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.protocol.wire.ByteSink;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;

/**
 * Writes requests as a raw NN_REQ socket sends them: the id, then the packet. Encodes straight into
 * native memory. Used by one thread at a time.
 */
final class PacketWriter {
  private static final int ID_BYTES = 4;

  private final MessageEncoder encoder = new MessageEncoder();
  private NativeMessage target;
  private final ByteSink sink =
      (index, source, offset, length) -> target.put(index, source, offset, length);

  /** Writes a gateway message in a packet of this type. */
  void write(NativeMessage target, int id, PacketType type, Message message) {
    int size = (int) MessageEncoder.sizeOf(message);
    int head = ID_BYTES + Packet.DATA_OFFSET;
    target.allocate(head + size);
    target.putInt(0, id);
    target.put(ID_BYTES + Packet.TYPE_OFFSET, (byte) type.code());
    target.putInt(ID_BYTES + Packet.SIZE_OFFSET, size);
    this.target = target;
    encoder.encode(message, sink, head);
  }

  /** Writes a whole packet. */
  void write(NativeMessage target, int id, byte[] packet) {
    target.allocate(ID_BYTES + packet.length);
    target.putInt(0, id);
    target.put(ID_BYTES, packet, 0, packet.length);
  }
}
