package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.nanomsg.Interest;
import io.outrigger.nanomsg.NanoPoller;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.PollKey;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.protocol.socket.Connection;
import io.outrigger.protocol.socket.Destination;
import io.outrigger.protocol.socket.Sockets;
import io.outrigger.protocol.wire.ByteSink;
import io.outrigger.protocol.wire.Identity;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A raw NN_REQ socket with its connection. Requests are encoded straight into native memory: the
 * identity, the base and the id, which such a socket sends as they are, and the packet.
 *
 * <p>One thread at a time sends; another one, always the same, waits and receives.
 */
final class RequestSocket implements AutoCloseable {
  // What stands in front of a packet: docs/wire-format.md, "Whose packet it is".
  private static final int BASE_OFFSET = 2 * Integer.BYTES;
  private static final int ID_OFFSET = BASE_OFFSET + Integer.BYTES;
  private static final int PACKET_OFFSET = ID_OFFSET + Integer.BYTES;
  private static final int HEAD_BYTES = PACKET_OFFSET + Packet.DATA_OFFSET;

  /**
   * Room for eight messages of 64 KiB, instead of two: the sender's thread and nanomsg's need not
   * wake for each. The kernel makes it less where its {@code net.core.wmem_max} is.
   */
  static final long SEND_BUFFER_BYTES = 512 << 10;

  private final PacketType messageType;

  /** Nobody else may use its socket while it is made again. */
  final Connection connection;

  private final NanoPoller answer = NanoPoller.open();
  private final NanoPoller answerOrRoom = NanoPoller.open();

  /** Of the present connection, or the one before. */
  private PollKey room;

  private final NativeMessage outgoing = new NativeMessage();

  /** The message that was encoded into the outgoing one, and wasn't taken; with which id. */
  private Message encoded;

  private int encodedId;

  /** What stands in front of a message: first the identity, which stays. */
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);

  private final MessageEncoder encoder = new MessageEncoder();
  private final ByteSink sink = outgoing::put;

  /**
   * Connects, which needs no peer yet; nothing is left open when that fails.
   *
   * @param messageType of the packets that messages are sent in
   * @param identity of the session, whose words all packets carry
   */
  RequestSocket(String url, PacketType messageType, Identity identity) {
    this.messageType = messageType;
    head.putLong(0, identity.words());
    try {
      connection = new Connection(new Destination(url), RequestSocket::open);
    } catch (RuntimeException e) {
      answer.close();
      answerOrRoom.close();
      throw e;
    }
  }

  private static NanoSocket open() {
    return Sockets.prepare(
        NanoSocket.openRaw(Protocol.REQ),
        opened -> opened.set(SocketOption.SEND_BUFFER, SEND_BUFFER_BYTES));
  }

  /** What has happened to the connection since the last check. */
  Connection.Change check(long now) {
    Connection.Change change = connection.check(now);
    if (change == Connection.Change.CONNECTED) {
      answer.register(connection.socket(), Interest.RECEIVE);
      room = answerOrRoom.register(connection.socket(), Interest.SEND, Interest.RECEIVE);
    }
    return change;
  }

  /** Whether packets aren't sent any longer, as they would go over another connection. */
  boolean isAnother() {
    return connection.isConnected() && connection.isAnother();
  }

  /**
   * Sends a message, if that needs no waiting. If it does, the encoded message is kept: mostly it
   * is the next one that is sent.
   *
   * @param size of its serialized form, in bytes
   */
  boolean trySend(int base, int id, Message message, int size) {
    if (encoded != message || encodedId != id) {
      encoded = null;
      encode(base, id, message, size);
    } else {
      outgoing.putInt(BASE_OFFSET, base & Integer.MAX_VALUE);
    }
    boolean sent = send();
    encoded = sent ? null : message;
    encodedId = id;
    return sent;
  }

  private void encode(int base, int id, Message message, int size) {
    outgoing.allocate(HEAD_BYTES + size);
    putIds(base, id);
    head.put(PACKET_OFFSET + Packet.TYPE_OFFSET, (byte) messageType.code());
    head.putInt(PACKET_OFFSET + Packet.SIZE_OFFSET, size);
    encoder.encode(head.array(), message, sink, 0);
  }

  private boolean send() {
    return !connection.isAnother() && connection.socket().trySend(outgoing) == Outcome.DONE;
  }

  private void putIds(int base, int id) {
    head.putInt(BASE_OFFSET, base & Integer.MAX_VALUE);
    head.putInt(ID_OFFSET, id);
  }

  /** Sends a whole packet, if that needs no waiting. */
  boolean trySend(int base, int id, byte[] packet) {
    encoded = null;
    outgoing.allocate(PACKET_OFFSET + packet.length);
    putIds(base, id);
    outgoing.put(0, head.array(), 0, PACKET_OFFSET);
    outgoing.put(PACKET_OFFSET, packet, 0, packet.length);
    return send();
  }

  /** Waits until there may be an answer, or {@link #wakeUp} is called. */
  void awaitAnswer(Duration timeout) {
    answer.poll(timeout);
  }

  /**
   * Waits until there may be an answer, or {@link #trySend} may succeed.
   *
   * @return whether the latter
   */
  boolean awaitRoom(Duration timeout) {
    answerOrRoom.poll(timeout);
    return room.canSend();
  }

  /** Ends a wait, or else the next one. From any thread. */
  void wakeUp() {
    answer.wakeUp();
    answerOrRoom.wakeUp();
  }

  /** Takes an answer, if there is one. */
  boolean receive(NativeMessage message, SpHeader header) {
    return connection.socket().tryReceive(message, header) == Outcome.DONE;
  }

  /** Nobody may be using it. */
  @Override
  public void close() {
    connection.close();
    answer.close();
    answerOrRoom.close();
    outgoing.close();
  }
}
