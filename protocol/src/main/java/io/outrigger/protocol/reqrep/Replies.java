package io.outrigger.protocol.reqrep;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.protocol.wire.Packet;

/**
 * Replies over a raw NN_REP socket. None of them waits: nanomsg drops one whose connection is full
 * or gone. Used by one thread at a time.
 */
final class Replies implements Streams.Output, AutoCloseable {
  private static final byte[] EMPTY = {};

  private final NanoSocket socket;
  private final NativeMessage message = new NativeMessage();
  private final SpHeader header = new SpHeader();
  private final byte[] created = Packet.createReply(true);
  private final byte[] notCreated = Packet.createReply(false);

  Replies(NanoSocket socket) {
    this.socket = socket;
  }

  @Override
  public void answer(int[] way, int id) {
    reply(way, id, EMPTY);
  }

  @Override
  public void refuse(int[] way, int id) {
    reply(way, id, notCreated);
  }

  /**
   * Answers CREATE_REQUEST. If the module is there, also says that this side acknowledges: before,
   * and with the id before, which an NN_REQ socket drops. Behind, it would have that socket drop
   * the CREATE_REPLY itself, whatever the id, if nobody has fetched it yet (nanomsg's {@code
   * nn_req_in} receives into the place where the reply waits).
   */
  void created(int[] way, int id, boolean done) {
    if (done) {
      answer(way, RequestId.plus(id, -1));
    }
    reply(way, id, done ? created : notCreated);
  }

  private void reply(int[] way, int id, byte[] body) {
    if (socket.isClosed()) {
      return;
    }
    header.clear();
    for (int word : way) {
      header.append(word);
    }
    header.append(id);
    message.allocate(body.length);
    message.put(0, body, 0, body.length);
    socket.trySend(message, header);
  }

  @Override
  public void close() {
    message.close();
    header.close();
  }
}
