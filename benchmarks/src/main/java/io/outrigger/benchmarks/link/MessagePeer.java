package io.outrigger.benchmarks.link;

import io.outrigger.benchmarks.binding.Peer;
import io.outrigger.benchmarks.binding.PeerSocket;
import io.outrigger.module.Message;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.protocol.wire.ByteSink;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.WireException;
import java.io.IOException;

/**
 * One side of the least that modules' messages can cost: each is made as a module makes it, encoded
 * and sent; received, decoded and checked. There is no gateway, no host, no broker, no second
 * thread. Module to module can't be faster than this.
 */
final class MessagePeer extends PeerSocket {
  private final MessageEncoder encoder = new MessageEncoder();

  private MessagePeer(boolean server, boolean raw, String url, int bytes) {
    super(server, raw, url, bytes);
  }

  /** See {@link Peer}. */
  public static void main(String[] arguments) throws IOException {
    Peer.run(arguments, MessagePeer::new);
  }

  @Override
  protected void write(byte[] payload, NativeMessage target, int offset) {
    Message message = Message.of(payload);
    target.allocate(offset + (int) MessageEncoder.sizeOf(message));
    ByteSink sink = target::put;
    encoder.encode(message, sink, offset);
  }

  @Override
  protected boolean holds(NativeMessage received, byte[] payload) {
    byte[] bytes = new byte[received.size()];
    received.get(0, bytes, 0, bytes.length);
    try {
      Message message = MessageDecoder.decode(bytes, 0, bytes.length);
      return message.contentSize() == payload.length
          && bytes[bytes.length - 1] == payload[payload.length - 1];
    } catch (WireException e) {
      throw new IllegalStateException(e);
    }
  }
}
