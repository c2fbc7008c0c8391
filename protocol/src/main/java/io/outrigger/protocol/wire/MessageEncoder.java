package io.outrigger.protocol.wire;

import io.outrigger.module.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes gateway messages. Reusable, and of one thread at a time; allocates nothing per message
 * once its scratch array has grown to the largest head (unless a property isn't ASCII).
 */
public final class MessageEncoder implements Message.ContentReader {
  private byte[] head = new byte[256];
  private int headLength;

  // The target of the content, for the duration of one encode call.
  private ByteSink sink;
  private int sinkIndex;

  /** The size of a message's serialized form, in bytes; above 2^31-1 it can't be encoded. */
  public static long sizeOf(Message message) {
    if (message instanceof EncodedMessage encoded) {
      return encoded.size();
    }
    long size = GatewayMessage.MIN_SIZE + (long) message.contentSize();
    Map<String, String> properties = message.properties();
    if (!properties.isEmpty()) {
      for (Map.Entry<String, String> property : properties.entrySet()) {
        size += utf8Length(property.getKey()) + utf8Length(property.getValue()) + 2L;
      }
    }
    return size;
  }

  private static long utf8Length(String text) {
    long length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A pair of surrogates takes four bytes: two for each of its chars.
        length += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return length;
  }

  /**
   * Writes a message's serialized form.
   *
   * @param index in the sink where it begins
   * @return its size in bytes
   */
  public int encode(Message message, ByteSink sink, int index) {
    if (message instanceof EncodedMessage encoded) {
      encoded.writeTo(sink, index);
      return encoded.size();
    }
    encodeHead(message);
    sink.put(index, head, 0, headLength);
    this.sink = sink;
    sinkIndex = index + headLength;
    try {
      message.readContent(this);
    } finally {
      this.sink = null;
    }
    return headLength + message.contentSize();
  }

  /** Takes the content on its way to the sink; called by the message that is being encoded. */
  @Override
  public void read(byte[] array, int offset, int length) {
    sink.put(sinkIndex, array, offset, length);
  }

  private void encodeHead(Message message) {
    headLength = GatewayMessage.PROPERTIES_OFFSET;
    Map<String, String> properties = message.properties();
    if (!properties.isEmpty()) {
      for (Map.Entry<String, String> property : properties.entrySet()) {
        append(property.getKey());
        append(property.getValue());
      }
    }
    reserve(GatewayMessage.CONTENT_SIZE_BYTES);
    GatewayMessage.putInt(head, headLength, message.contentSize());
    headLength += GatewayMessage.CONTENT_SIZE_BYTES;
    head[0] = (byte) GatewayMessage.FIRST_BYTE;
    head[1] = (byte) GatewayMessage.SECOND_BYTE;
    GatewayMessage.putInt(
        head, GatewayMessage.TOTAL_SIZE_OFFSET, headLength + message.contentSize());
    GatewayMessage.putInt(head, GatewayMessage.PROPERTY_COUNT_OFFSET, properties.size());
  }

  private void append(String text) {
    int length = text.length();
    reserve(length + 1);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        appendUtf8(text);
        return;
      }
      head[headLength + i] = (byte) c;
    }
    headLength += length;
    head[headLength++] = 0;
  }

  private void appendUtf8(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    reserve(utf8.length + 1);
    System.arraycopy(utf8, 0, head, headLength, utf8.length);
    headLength += utf8.length;
    head[headLength++] = 0;
  }

  private void reserve(int bytes) {
    int needed = Math.addExact(headLength, bytes);
    if (needed > head.length) {
      head = Arrays.copyOf(head, Math.max(needed, (int) Math.min(2L * head.length, 1 << 30)));
    }
  }
}
