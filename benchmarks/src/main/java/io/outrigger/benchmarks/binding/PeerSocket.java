package io.outrigger.benchmarks.binding;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SpHeader;

/**
 * A peer's socket and its messages; function by function what {@code binding-peer.c} does. What the
 * bytes of a message are made of, and what becomes of them, can be overridden.
 */
public class PeerSocket implements AutoCloseable {
  private static final int ID_BYTES = 4;
  private static final int ID_FLAG = 0x80000000;

  private final NanoSocket socket;
  private final boolean raw;
  private final byte[] payload;
  private final NativeMessage message = new NativeMessage();

  /** The header of the message received last, on a raw socket. */
  private final SpHeader header = new SpHeader();

  private int nextId;

  /**
   * Binds or connects.
   *
   * @param bytes of a message's payload
   */
  protected PeerSocket(boolean server, boolean raw, String url, int bytes) {
    this.raw = raw;
    socket =
        raw
            ? NanoSocket.openRaw(server ? Protocol.REP : Protocol.REQ)
            : NanoSocket.open(Protocol.PAIR);
    payload = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      payload[i] = (byte) i;
    }
    if (server) {
      socket.bind(url);
    } else {
      socket.connect(url);
    }
  }

  /** Sends a new message with the payload; on a raw NN_REQ socket the id goes before it. */
  final void send() {
    if (raw) {
      write(payload, message, ID_BYTES);
      message.putInt(0, nextId++ | ID_FLAG);
    } else {
      write(payload, message, 0);
    }
    check(socket.send(message));
  }

  final void receive() {
    check(raw ? socket.receive(message, header) : socket.receive(message));
    if (!holds(message, payload)) {
      throw new IllegalStateException(
          "a message of " + message.size() + " bytes, not the " + payload.length + " sent");
    }
  }

  /** Allocates a message and writes the payload to it, from this offset on. */
  protected void write(byte[] payload, NativeMessage message, int offset) {
    message.allocate(offset + payload.length);
    message.put(offset, payload, 0, payload.length);
  }

  /** Whether a received message is one with this payload, by its size and its last byte. */
  protected boolean holds(NativeMessage message, byte[] payload) {
    int last = payload.length - 1;
    return message.size() == payload.length && message.get(last) == payload[last];
  }

  /** Sends the message received last back to where it came from. */
  final void sendBack() {
    check(raw ? socket.send(message, header) : socket.send(message));
  }

  private static void check(Outcome outcome) {
    if (outcome != Outcome.DONE) {
      throw new IllegalStateException("a send or receive ended with " + outcome);
    }
  }

  @Override
  public final void close() {
    socket.close();
    message.close();
    header.close();
  }
}
