package io.outrigger.runtime.azure;

import io.outrigger.module.Message;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.WireException;

/** Messages as the bytes in which the API passes them. Of one thread at a time. */
public final class SerializedMessages {
  private final MessageEncoder encoder = new MessageEncoder();

  /** The serialized form of a message. */
  public byte[] bytes(Message message) {
    byte[] bytes = new byte[Math.toIntExact(MessageEncoder.sizeOf(message))];
    encoder.encode(
        message,
        (index, source, offset, length) -> System.arraycopy(source, offset, bytes, index, length),
        0);
    return bytes;
  }

  /**
   * The message of a serialized form.
   *
   * @param bytes belong to the message from now on
   * @throws WireException if they aren't one, such as for a U+0000 in a property
   */
  public static Message message(byte[] bytes) throws WireException {
    return MessageDecoder.decode(bytes, 0, bytes.length);
  }
}
