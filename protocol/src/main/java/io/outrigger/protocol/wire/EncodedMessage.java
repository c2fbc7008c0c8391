package io.outrigger.protocol.wire;

import io.outrigger.module.Message;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message that keeps the bytes it arrived in: passed on unchanged, it isn't encoded again.
 *
 * <p>Its properties become text when they are first asked for. Bytes that aren't UTF-8 read as
 * U+FFFD; should two keys become equal by that, the first one counts.
 */
final class EncodedMessage extends Message {
  private final byte[] bytes;
  private final int offset;
  private final int length;
  private final int contentOffset;

  /** Made on first use; two threads may both make it, and the results are equal. */
  private volatile Map<String, String> properties;

  EncodedMessage(byte[] bytes, int offset, int length, int contentOffset) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.contentOffset = contentOffset;
  }

  /** The size of the serialized message. */
  int size() {
    return length;
  }

  /** Gives the serialized message to a reader. */
  void readAll(ContentReader reader) {
    reader.read(bytes, offset, length);
  }

  @Override
  public Map<String, String> properties() {
    if (properties == null) {
      properties = decodeProperties();
    }
    return properties;
  }

  private Map<String, String> decodeProperties() {
    int count = GatewayMessage.getInt(bytes, offset + GatewayMessage.PROPERTY_COUNT_OFFSET);
    if (count == 0) {
      return Map.of();
    }
    Map<String, String> map = new LinkedHashMap<>();
    int position = offset + GatewayMessage.PROPERTIES_OFFSET;
    for (int i = 0; i < count; i++) {
      int keyEnd = endOfText(position);
      int valueEnd = endOfText(keyEnd + 1);
      map.putIfAbsent(text(position, keyEnd), text(keyEnd + 1, valueEnd));
      position = valueEnd + 1;
    }
    return Collections.unmodifiableMap(map);
  }

  private int endOfText(int from) {
    int end = from;
    while (bytes[end] != 0) {
      end++;
    }
    return end;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  @Override
  public int contentSize() {
    return offset + length - contentOffset;
  }

  @Override
  public void readContent(ContentReader reader) {
    reader.read(bytes, contentOffset, contentSize());
  }
}
