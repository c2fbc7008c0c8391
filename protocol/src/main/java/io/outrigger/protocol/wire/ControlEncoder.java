package io.outrigger.protocol.wire;

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
      byte[] bytes = begin(ControlLayout.REPLY, ControlLayout.REPLY_SIZE);
      bytes[ControlLayout.BODY_OFFSET] = (byte) reply.status().code();
      return bytes;
    }
    int type = packet instanceof ControlPacket.Start ? ControlLayout.START : ControlLayout.DESTROY;
    return begin(type, ControlLayout.BODY_OFFSET);
  }

  private static byte[] encode(ControlPacket.Create create) {
    byte[] url = terminated(create.messageUrl());
    byte[] configuration = terminated(create.configuration());
    int configurationAt = ControlLayout.URL_OFFSET + url.length;
    byte[] bytes =
        begin(ControlLayout.CREATE, configurationAt + Integer.BYTES + configuration.length);
    bytes[ControlLayout.MESSAGE_VERSION_OFFSET] = ControlLayout.MESSAGE_VERSION;
    bytes[ControlLayout.CHANNEL_TYPE_OFFSET] = ControlLayout.PAIR_CHANNEL;
    GatewayMessage.putInt(bytes, ControlLayout.URL_SIZE_OFFSET, url.length);
    System.arraycopy(url, 0, bytes, ControlLayout.URL_OFFSET, url.length);
    GatewayMessage.putInt(bytes, configurationAt, configuration.length);
    System.arraycopy(
        configuration, 0, bytes, configurationAt + Integer.BYTES, configuration.length);
    return bytes;
  }

  private static byte[] terminated(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] begin(int type, int size) {
    byte[] bytes = new byte[size];
    bytes[0] = (byte) ControlLayout.FIRST_BYTE;
    bytes[1] = ControlLayout.SECOND_BYTE;
    bytes[ControlLayout.VERSION_OFFSET] = ControlLayout.VERSION;
    bytes[ControlLayout.TYPE_OFFSET] = (byte) type;
    GatewayMessage.putInt(bytes, ControlLayout.TOTAL_SIZE_OFFSET, size);
    return bytes;
  }
}
