package io.outrigger.protocol.reqrep;

import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;

/**
 * Takes the answers to requests. A raw NN_REQ socket gives the first word of the route as header,
 * and the second one, the base, the request id and the packet as body. Used by one thread.
 */
final class AnswerReader implements AutoCloseable {
  private static final int ID_OFFSET = 2 * Integer.BYTES;
  private static final int PACKET_OFFSET = ID_OFFSET + Integer.BYTES;

  private final RequestSocket socket;
  private final Identity identity;
  private final NativeMessage message = new NativeMessage();
  private final SpHeader header = new SpHeader();

  private long answerer;

  /**
   * @param identity of this session; answers to another are passed over
   */
  AnswerReader(RequestSocket socket, Identity identity) {
    this.socket = socket;
    this.identity = identity;
  }

  /** Takes the next answer, if there is one. */
  boolean next() {
    while (socket.receive(message, header)) {
      if (isOurs()) {
        return true;
      }
    }
    return false;
  }

  private boolean isOurs() {
    return header.words() == 1
        && header.word(0) == identity.first()
        && message.size() >= PACKET_OFFSET
        && message.getInt(0) == identity.second()
        && id() < 0;
  }

  /** The request that it answers. */
  int id() {
    return message.getInt(ID_OFFSET);
  }

  /** What it says. */
  Answer answer() {
    answerer = 0;
    int size = message.size() - PACKET_OFFSET;
    if (size == 0) {
      return Answer.EMPTY;
    }
    byte[] body = new byte[size];
    message.get(PACKET_OFFSET, body, 0, size);
    try {
      if (Packet.checkHeader(body, size) == PacketType.HELLO) {
        answerer = Packet.decodeHello(body).words();
        return Answer.HELLO;
      }
      return Packet.decodeCreateReply(body) ? Answer.CREATED : Answer.REFUSED;
    } catch (WireException e) {
      return Answer.OTHER;
    }
  }

  /** Whose HELLO the answer was, if {@link #answer} found that; else 0. */
  long answerer() {
    return answerer;
  }

  @Override
  public void close() {
    message.close();
    header.close();
  }
}
