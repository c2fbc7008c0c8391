package io.outrigger.protocol.wire;

import io.outrigger.module.Message;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/** Reads gateway messages. */
public final class MessageDecoder {
  /** The C gateway reads the count as a signed number and rejects this one as well. */
  private static final int REJECTED_COUNT = Integer.MAX_VALUE;

  private MessageDecoder() {}

  /**
   * Makes a message of its serialized form.
   *
   * @param bytes belong to the message from now on
   * @throws WireException if they aren't exactly one well-formed message
   */
  public static Message decode(byte[] bytes, int offset, int length) throws WireException {
    if (length < GatewayMessage.MIN_SIZE) {
      throw new WireException(
          "a gateway message of " + length + " bytes: the smallest has " + GatewayMessage.MIN_SIZE);
    }
    if ((bytes[offset] & 0xFF) != GatewayMessage.FIRST_BYTE
        || (bytes[offset + 1] & 0xFF) != GatewayMessage.SECOND_BYTE) {
      throw new WireException(
          "a gateway message begins with %02x %02x: it must begin with a1 60"
              .formatted(bytes[offset], bytes[offset + 1]));
    }
    int total = GatewayMessage.getInt(bytes, offset + GatewayMessage.TOTAL_SIZE_OFFSET);
    if (total != length) {
      throw new WireException(
          "a gateway message says it has "
              + Integer.toUnsignedString(total)
              + " bytes: it has "
              + length);
    }
    int end = offset + length;
    int contentSizeAt = checkProperties(bytes, offset, end - GatewayMessage.CONTENT_SIZE_BYTES);
    int contentSize = GatewayMessage.getInt(bytes, contentSizeAt);
    int contentAt = contentSizeAt + GatewayMessage.CONTENT_SIZE_BYTES;
    if (contentSize != end - contentAt) {
      throw WireException.ofSize(
          "a gateway message says its content has", contentSize, end - contentAt);
    }
    return new EncodedMessage(bytes, offset, length, contentAt);
  }

  /** Returns where the content size stands: after the last property, at {@code limit} at most. */
  private static int checkProperties(byte[] bytes, int offset, int limit) throws WireException {
    int count = GatewayMessage.getInt(bytes, offset + GatewayMessage.PROPERTY_COUNT_OFFSET);
    int position = offset + GatewayMessage.PROPERTIES_OFFSET;
    // A property takes two bytes at least, so the count can't make this loop or the set too long.
    if (count < 0 || count == REJECTED_COUNT || count > (limit - position) / 2) {
      throw new WireException(
          "a gateway message with a property count of "
              + count
              + ", and "
              + (limit - position)
              + " bytes for them");
    }
    Set<ByteBuffer> keys = count > 1 ? new HashSet<>(2 * count) : null;
    for (int i = 0; i < count; i++) {
      int keyEnd = endOfText(bytes, position, limit, offset, "key");
      if (keys != null && !keys.add(ByteBuffer.wrap(bytes, position, keyEnd - position))) {
        throw new WireException("the property key at offset " + (position - offset) + " repeats");
      }
      position = endOfText(bytes, keyEnd + 1, limit, offset, "value") + 1;
    }
    return position;
  }

  private static int endOfText(byte[] bytes, int from, int limit, int offset, String what)
      throws WireException {
    for (int end = from; end < limit; end++) {
      if (bytes[end] == 0) {
        return end;
      }
    }
    throw new WireException(
        "the property " + what + " at offset " + (from - offset) + " has no end");
  }
}
