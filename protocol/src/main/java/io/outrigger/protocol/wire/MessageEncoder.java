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
  private static final byte[] NOTHING = {};

  /**
   * Up to here what is encoded goes to the sink in one call: a call that copies to native memory
   * costs more than to copy so much twice.
   */
  private static final int TOGETHER_BYTES = 1024;

  private byte[] head = new byte[TOGETHER_BYTES];
  private int headLength;

  // The target of what is encoded, for the duration of one encode call.
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
    return encode(NOTHING, message, sink, index);
  }

  /**
   * Writes other bytes, and behind them a message's serialized form.
   *
   * @param index in the sink where the other bytes begin
   * @return the size of the message in bytes
   */
  public int encode(byte[] before, Message message, ByteSink sink, int index) {
    this.sink = sink;
    sinkIndex = index;
    headLength = 0;
    try {
      put(before, 0, before.length);
      if (message instanceof EncodedMessage encoded) {
        encoded.readAll(this);
      } else {
        encodeHead(message);
        message.readContent(this);
      }
      flush();
    } finally {
      this.sink = null;
    }
    return sinkIndex - index - before.length;
  }

  /** Takes the content on its way to the sink; called by the message that is being encoded. */
  @Override
  public void read(byte[] array, int offset, int length) {
    put(array, offset, length);
  }

  private void put(byte[] array, int offset, int length) {
    if (length <= TOGETHER_BYTES - headLength) {
      System.arraycopy(array, offset, head, headLength, length);
      headLength += length;
    } else {
      flush();
      sink.put(sinkIndex, array, offset, length);
      sinkIndex += length;
    }
  }

  private void flush() {
    if (headLength > 0) {
      sink.put(sinkIndex, head, 0, headLength);
      sinkIndex += headLength;
      headLength = 0;
    }
  }

  private void encodeHead(Message message) {
    int begin = headLength;
    reserve(GatewayMessage.PROPERTIES_OFFSET);
    headLength += GatewayMessage.PROPERTIES_OFFSET;
    Map<String, String> properties = message.properties();
    if (!properties.isEmpty()) {
      for (Map.Entry<String, String> property : properties.entrySet()) {
        append(property.getKey());
        append(property.getValue());
      }
    }
    reserve(GatewayMessage.CONTENT_SIZE_BYTES);
    int contentSize = message.contentSize();
    GatewayMessage.putInt(head, headLength, contentSize);
    headLength += GatewayMessage.CONTENT_SIZE_BYTES;
    head[begin] = (byte) GatewayMessage.FIRST_BYTE;
    head[begin + 1] = (byte) GatewayMessage.SECOND_BYTE;
    GatewayMessage.putInt(
        head, begin + GatewayMessage.TOTAL_SIZE_OFFSET, headLength - begin + contentSize);
    GatewayMessage.putInt(head, begin + GatewayMessage.PROPERTY_COUNT_OFFSET, properties.size());
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
