package io.outrigger.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes control packets. */
public final class ControlEncoder {
  private ControlEncoder() {}

  /** The bytes of a packet, as the C gateway and its hosts write them. */
  public static byte[] encode(ControlPacket packet) {
    if (packet instanceof ControlPacket.Create create) {
      return encode(create);
    }
    if (packet instanceof ControlPacket.Reply reply) {
      byte status = (byte) reply.status().code();
      return begin(ControlLayout.REPLY, ControlLayout.REPLY_SIZE).put(status).array();
    }
    int type = packet instanceof ControlPacket.Start ? ControlLayout.START : ControlLayout.DESTROY;
    return begin(type, ControlLayout.BODY_OFFSET).array();
  }

  private static byte[] encode(ControlPacket.Create create) {
    byte[] url = terminated(create.messageUrl());
    byte[] configuration = terminated(create.configuration());
    int size = ControlLayout.MIN_CREATE_SIZE + url.length + configuration.length;
    return begin(ControlLayout.CREATE, size)
        .put((byte) ControlLayout.MESSAGE_VERSION)
        .put((byte) ControlLayout.PAIR_CHANNEL)
        .putInt(url.length)
        .put(url)
        .putInt(configuration.length)
        .put(configuration)
        .array();
  }

  private static byte[] terminated(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  /** A packet with its header, at the place of its body. */
  private static ByteBuffer begin(int type, int size) {
    return ByteBuffer.allocate(size)
        .put((byte) ControlLayout.FIRST_BYTE)
        .put((byte) ControlLayout.SECOND_BYTE)
        .put((byte) ControlLayout.VERSION)
        .put((byte) type)
        .putInt(size);
  }
}
