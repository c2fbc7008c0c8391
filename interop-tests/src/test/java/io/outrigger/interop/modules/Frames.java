package io.outrigger.interop.modules;

import io.outrigger.module.Message;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Messages one after the other on a stream, in the serialized form of {@code docs/wire-format.md}:
 * its total size says where one ends. Shares no code with the codecs under test.
 */
public final class Frames {
  private static final int MAGIC = 0xA160;
  private static final int HEAD_BYTES = 6;
  private static final int MOST_BYTES = 64 << 20;

  private Frames() {}

  /** The serialized form. */
  public static byte[] encode(Message message) {
    ByteArrayOutputStream properties = new ByteArrayOutputStream();
    message
        .properties()
        .forEach(
            (key, value) -> {
              properties.writeBytes(key.getBytes(StandardCharsets.UTF_8));
              properties.write(0);
              properties.writeBytes(value.getBytes(StandardCharsets.UTF_8));
              properties.write(0);
            });
    int size = HEAD_BYTES + 2 * Integer.BYTES + properties.size() + message.contentSize();
    return ByteBuffer.allocate(size)
        .putShort((short) MAGIC)
        .putInt(size)
        .putInt(message.properties().size())
        .put(properties.toByteArray())
        .putInt(message.contentSize())
        .put(message.content())
        .array();
  }

  /**
   * Reads a message.
   *
   * @return null at the end of the stream
   */
  public static Message read(DataInputStream stream) throws IOException {
    int magic;
    try {
      magic = stream.readUnsignedShort();
    } catch (EOFException e) {
      return null;
    }
    int size = stream.readInt();
    if (magic != MAGIC || size < HEAD_BYTES || size > MOST_BYTES) {
      throw new IOException("no message begins with " + Integer.toHexString(magic) + ", " + size);
    }
    byte[] rest = new byte[size - HEAD_BYTES];
    stream.readFully(rest);
    return decode(ByteBuffer.wrap(rest));
  }

  private static Message decode(ByteBuffer rest) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (int left = rest.getInt(); left > 0; left--) {
      String key = text(rest);
      properties.put(key, text(rest));
    }
    byte[] content = new byte[rest.getInt()];
    rest.get(content);
    if (rest.hasRemaining()) {
      throw new IllegalArgumentException(rest.remaining() + " bytes after a message");
    }
    return Message.of(properties, content);
  }

  private static String text(ByteBuffer bytes) {
    int begin = bytes.position();
    while (bytes.get() != 0) {
      // the end is looked for
    }
    int size = bytes.position() - 1 - begin;
    return new String(bytes.array(), bytes.arrayOffset() + begin, size, StandardCharsets.UTF_8);
  }
}
