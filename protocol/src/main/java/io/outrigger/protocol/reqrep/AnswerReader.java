package io.outrigger.protocol.reqrep;

import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.WireException;

/** Takes the answers to requests. Used by one thread. */
final class AnswerReader implements AutoCloseable {
  private final RequestSocket socket;
  private final NativeMessage message = new NativeMessage();
  private final SpHeader header = new SpHeader();

  AnswerReader(RequestSocket socket) {
    this.socket = socket;
  }

  /** Takes the next answer, if there is one. */
  boolean next() {
    return socket.receive(message, header);
  }

  /** The request that it answers. */
  int id() {
    return header.word(header.words() - 1);
  }

  /** What it says. */
  Answer answer() {
    int size = message.size();
    if (size == 0) {
      return Answer.EMPTY;
    }
    if (size != Packet.CREATE_REPLY_BYTES) {
      return Answer.OTHER;
    }
    byte[] body = new byte[size];
    message.get(0, body, 0, size);
    try {
      return Packet.decodeCreateReply(body) ? Answer.CREATED : Answer.REFUSED;
    } catch (WireException e) {
      return Answer.OTHER;
    }
  }

  @Override
  public void close() {
    message.close();
    header.close();
  }
}
