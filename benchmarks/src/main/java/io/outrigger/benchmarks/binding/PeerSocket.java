package io.outrigger.benchmarks.binding;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SpHeader;

/** A peer's socket and its messages; function by function what {@code binding-peer.c} does. */
final class PeerSocket implements AutoCloseable {
  private static final int ID_BYTES = 4;
  private static final int ID_FLAG = 0x80000000;

  private final NanoSocket socket;
  private final boolean raw;
  private final byte[] payload;
  private final NativeMessage message = new NativeMessage();

  /** The header of the message received last, on a raw socket. */
  private final SpHeader header = new SpHeader();

  private int nextId;

  private PeerSocket(NanoSocket socket, boolean raw, int bytes) {
    this.socket = socket;
    this.raw = raw;
    payload = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      payload[i] = (byte) i;
    }
  }

  static PeerSocket open(boolean server, boolean raw, String url, int bytes) {
    NanoSocket socket =
        raw
            ? NanoSocket.openRaw(server ? Protocol.REP : Protocol.REQ)
            : NanoSocket.open(Protocol.PAIR);
    PeerSocket peer = new PeerSocket(socket, raw, bytes);
    if (server) {
      socket.bind(url);
    } else {
      socket.connect(url);
    }
    return peer;
  }

  /** Sends a new message with the payload; on a raw NN_REQ socket the id goes before it. */
  void send() {
    if (raw) {
      message.allocate(ID_BYTES + payload.length);
      message.putInt(0, nextId++ | ID_FLAG);
      message.put(ID_BYTES, payload, 0, payload.length);
    } else {
      message.set(payload, 0, payload.length);
    }
    check(socket.send(message));
  }

  void receive() {
    check(raw ? socket.receive(message, header) : socket.receive(message));
    int last = payload.length - 1;
    if (message.size() != payload.length || message.get(last) != payload[last]) {
      throw new IllegalStateException(
          "a message of " + message.size() + " bytes, not the " + payload.length + " sent");
    }
  }

  /** Sends the message received last back to where it came from. */
  void sendBack() {
    check(raw ? socket.send(message, header) : socket.send(message));
  }

  private static void check(Outcome outcome) {
    if (outcome != Outcome.DONE) {
      throw new IllegalStateException("a send or receive ended with " + outcome);
    }
  }

  @Override
  public void close() {
    socket.close();
    message.close();
    header.close();
  }
}
