package io.outrigger.protocol.reqrep;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.protocol.wire.Identity;
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
  private final byte[] hello;

  /**
   * @param identity of the session that answers
   */
  Replies(NanoSocket socket, Identity identity) {
    this.socket = socket;
    hello = Packet.hello(identity);
  }

  @Override
  public void answer(int[] route, int id) {
    reply(route, id, EMPTY);
  }

  @Override
  public void greet(int[] route, int id) {
    reply(route, id, hello);
  }

  @Override
  public void refuse(int[] route, int id) {
    reply(route, id, notCreated);
  }

  /**
   * Answers CREATE_REQUEST. If the module is there, also says who it is and that this side
   * acknowledges: before, and with the id before, which an NN_REQ socket drops. Behind, it would
   * have that socket drop the CREATE_REPLY itself, whatever the id, if nobody has fetched it yet
   * (nanomsg's {@code nn_req_in} receives into the place where the reply waits).
   */
  void created(Request.Create request, boolean done) {
    int[] route = request.route();
    if (done) {
      reply(route, RequestId.plus(request.id(), -1), request.isPlain() ? EMPTY : hello);
    }
    reply(route, request.id(), done ? created : notCreated);
  }

  private void reply(int[] route, int id, byte[] body) {
    if (socket.isClosed()) {
      return;
    }
    header.clear();
    for (int word : route) {
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
