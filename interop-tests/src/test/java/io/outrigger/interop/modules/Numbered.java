package io.outrigger.interop.modules;

import io.outrigger.module.Message;
import java.nio.ByteBuffer;

/** A message that says where it comes from and which it is. */
record Numbered(long origin, long number) {

  static Numbered of(Message message) {
    ByteBuffer content = ByteBuffer.wrap(message.content());
    return new Numbered(content.getLong(), content.getLong());
  }

  /**
   * @param size of the content, in bytes, 16 at least
   */
  Message toMessage(int size) {
    return Message.of(ByteBuffer.allocate(size).putLong(origin).putLong(number).array());
  }
}
