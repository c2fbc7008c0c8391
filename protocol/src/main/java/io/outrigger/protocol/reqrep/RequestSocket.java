package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.nanomsg.Interest;
import io.outrigger.nanomsg.NanoPoller;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.PollKey;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.protocol.wire.ByteSink;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import java.time.Duration;

/**
 * A raw NN_REQ socket with its connection. Requests are encoded straight into native memory: the
 * id, which such a socket takes from a message's first bytes, and the packet.
 *
 * <p>One thread at a time sends; another one, always the same, waits and receives.
 */
final class RequestSocket implements AutoCloseable {
  private static final int ID_BYTES = 4;
  private static final int HEAD_BYTES = ID_BYTES + Packet.DATA_OFFSET;

  private final PacketType messageType;
  private final NanoSocket socket;
  private final Connection connection;
  private final NanoPoller answer;
  private final NanoPoller answerOrRoom;
  private final PollKey room;
  private final NativeMessage outgoing = new NativeMessage();
  private final byte[] head = new byte[HEAD_BYTES];
  private final MessageEncoder encoder = new MessageEncoder();
  private final ByteSink sink = outgoing::put;

  /**
   * Connects, which needs no peer yet; nothing is left open when that fails.
   *
   * @param messageType of the packets that messages are sent in
   */
  RequestSocket(String url, PacketType messageType) {
    this.messageType = messageType;
    socket = NanoSocket.openRaw(Protocol.REQ);
    try {
      connection = new Connection(socket, url);
      answer = NanoPoller.open();
      answer.register(socket, Interest.RECEIVE);
      answerOrRoom = NanoPoller.open();
      room = answerOrRoom.register(socket, Interest.SEND, Interest.RECEIVE);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  /** Sends a message, if that needs no waiting. */
  boolean trySend(int id, Message message) {
    int size = (int) MessageEncoder.sizeOf(message);
    outgoing.allocate(HEAD_BYTES + size);
    putInt(0, id);
    head[ID_BYTES + Packet.TYPE_OFFSET] = (byte) messageType.code();
    putInt(ID_BYTES + Packet.SIZE_OFFSET, size);
    outgoing.put(0, head, 0, HEAD_BYTES);
    encoder.encode(message, sink, HEAD_BYTES);
    return socket.trySend(outgoing) == Outcome.DONE;
  }

  private void putInt(int index, int value) {
    head[index] = (byte) (value >>> 24);
    head[index + 1] = (byte) (value >>> 16);
    head[index + 2] = (byte) (value >>> 8);
    head[index + 3] = (byte) value;
  }

  /** Sends a whole packet, if that needs no waiting. */
  boolean trySend(int id, byte[] packet) {
    outgoing.allocate(ID_BYTES + packet.length);
    outgoing.putInt(0, id);
    outgoing.put(ID_BYTES, packet, 0, packet.length);
    return socket.trySend(outgoing) == Outcome.DONE;
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

  /** Ends {@link #awaitAnswer}, or else the next one. From any thread. */
  void wakeUp() {
    answer.wakeUp();
  }

  /** Takes the answers; whoever uses it closes it. */
  AnswerReader answers() {
    return new AnswerReader(socket);
  }

  /** Sends and receives nothing any more, and wakes whoever waits. */
  void end() {
    socket.close();
    answer.wakeUp();
  }

  /** Nobody may be using it. */
  @Override
  public void close() {
    socket.close();
    answer.close();
    answerOrRoom.close();
    outgoing.close();
  }
}
