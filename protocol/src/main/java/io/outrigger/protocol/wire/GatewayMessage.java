package io.outrigger.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The layout of a gateway message: section "Gateway message" of {@code docs/wire-format.md}. */
final class GatewayMessage {
  static final int FIRST_BYTE = 0xA1;
  static final int SECOND_BYTE = 0x60;
  static final int TOTAL_SIZE_OFFSET = 2;
  static final int PROPERTY_COUNT_OFFSET = 6;
  static final int PROPERTIES_OFFSET = 10;
  static final int CONTENT_SIZE_BYTES = 4;

  /** No properties, no content. */
  static final int MIN_SIZE = PROPERTIES_OFFSET + CONTENT_SIZE_BYTES;

  private GatewayMessage() {}

  static int getInt(byte[] bytes, int index) {
    return (bytes[index] & 0xFF) << 24
        | (bytes[index + 1] & 0xFF) << 16
        | (bytes[index + 2] & 0xFF) << 8
        | (bytes[index + 3] & 0xFF);
  }

  /**
   * A text that must be UTF-8.
   *
   * @param what in words for the error, such as "CREATE with a URI"
   */
  static String text(String what, byte[] bytes, int offset, int length) throws WireException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new WireException(what + " that isn't UTF-8");
    }
  }

  static void putInt(byte[] bytes, int index, int value) {
    bytes[index] = (byte) (value >>> 24);
    bytes[index + 1] = (byte) (value >>> 16);
    bytes[index + 2] = (byte) (value >>> 8);
    bytes[index + 3] = (byte) value;
  }
}
