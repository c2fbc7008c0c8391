package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.protocol.wire.ByteSink;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.WireException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message channel: gateway messages, both ways. Any thread may send; messages go out whole.
 *
 * <p>Bytes that aren't a message are counted, logged at a bounded rate, and change nothing.
 */
final class MessageChannel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MessageChannel.class);

  /** Who sends more than we send ourselves gets through, as far as that is safe. */
  private static final long MAX_RECEIVE_BYTES = 16 << 20;

  /** Takes the messages, on the thread of the channel. May block; throws nothing else. */
  interface Receiver {
    void received(Message message) throws InterruptedException;

    /** The other side's connection is gone. */
    default void disconnected() {}
  }

  private final String name;
  private final PairCounters counters;
  private final Receiver receiver;
  private final BoundedLog refusals = new BoundedLog(LOG);

  /** Its own lock guards it. */
  private final InTransit inTransit = new InTransit();

  private final PairSocket socket;
  private volatile boolean endExpected;

  private final ReentrantLock sending = new ReentrantLock();
  // Guarded by sending.
  private final NativeMessage buffer = new NativeMessage();
  private final MessageEncoder encoder = new MessageEncoder();
  private final ByteSink sink = buffer::put;

  /** What the buffer holds, and couldn't be sent: mostly it is the next that is to be. */
  private Message encoded;

  private MessageChannel(
      String name, PairConnection connection, PairCounters counters, Receiver receiver) {
    this.name = name;
    this.counters = counters;
    this.receiver = receiver;
    socket = new PairSocket("messages of " + name, connection, new Incoming());
  }

  /** Binds, as {@link PairConnection#bind} does. */
  static MessageChannel bind(
      String name, String url, long maxMessageBytes, PairCounters counters, Receiver receiver) {
    return new MessageChannel(
        name, PairConnection.bind(url, maxReceiveBytes(maxMessageBytes)), counters, receiver);
  }

  /** Connects, as {@link PairConnection#connect} does. */
  static MessageChannel connect(
      String name, String url, long maxMessageBytes, PairCounters counters, Receiver receiver) {
    return new MessageChannel(
        name, PairConnection.connect(url, maxReceiveBytes(maxMessageBytes)), counters, receiver);
  }

  private static long maxReceiveBytes(long maxMessageBytes) {
    return Math.max(maxMessageBytes, MAX_RECEIVE_BYTES);
  }

  /** Begins to receive. */
  void start() {
    socket.start();
  }

  /**
   * Refuses a message that is larger than what the other side takes.
   *
   * @param size of its serialized form, in bytes
   */
  static void checkSize(long size, int maxMessageBytes) {
    if (size > maxMessageBytes) {
      throw new MessageTooLargeException(
          size,
          maxMessageBytes,
          "send less at once, or set max.message.bytes if the other side takes more (the C gateway"
              + " and its hosts take 1048576)");
    }
  }

  /**
   * Sends a message, waiting for room and for a connection for as long as it is worth it, which is
   * asked about every 100 ms.
   *
   * @param size of its serialized form
   * @return DONE, TIMED_OUT when it isn't worth it any longer, or CLOSED
   */
  Outcome send(Message message, int size, BooleanSupplier worthWaiting)
      throws InterruptedException {
    sending.lockInterruptibly();
    try {
      if (socket.isClosed()) {
        return Outcome.CLOSED;
      }
      encode(message, size);
      for (; ; ) {
        Outcome outcome = worthWaiting.getAsBoolean() ? socket.send(buffer) : Outcome.TIMED_OUT;
        switch (outcome) {
          case DONE -> {
            sent(size);
            return outcome;
          }
          case INTERRUPTED -> {
            Thread.interrupted();
            throw new InterruptedException();
          }
          case CLOSED -> {
            return outcome;
          }
          default -> {
            if (!worthWaiting.getAsBoolean()) {
              return Outcome.TIMED_OUT;
            }
          }
        }
      }
    } finally {
      sending.unlock();
    }
  }

  /** Sends a message if there is room and a connection now, and no other thread is sending. */
  Outcome trySend(Message message, int size) {
    if (!sending.tryLock()) {
      return Outcome.WOULD_BLOCK;
    }
    try {
      if (socket.isClosed()) {
        return Outcome.CLOSED;
      }
      encode(message, size);
      Outcome outcome = socket.trySend(buffer);
      if (outcome == Outcome.DONE) {
        sent(size);
      }
      return outcome;
    } finally {
      sending.unlock();
    }
  }

  /** Waits until there may be room in the socket, or the time is over. */
  void awaitSendable(long nanos) {
    socket.awaitSendable(nanos);
  }

  private void encode(Message message, int size) {
    if (encoded != message) {
      encoded = null;
      buffer.allocate(size);
      encoder.encode(message, sink, 0);
      encoded = message;
    }
  }

  private void sent(int size) {
    encoded = null;
    synchronized (inTransit) {
      inTransit.sent(size, System.nanoTime());
    }
  }

  /**
   * Warns if the other side has never connected, some seconds after START.
   *
   * @param url of the channel
   */
  void warnIfUnconnected(String url) {
    if (!socket.isConnected() && socket.connection() == PairConnection.NONE) {
      LOG.warn(
          "{}: the message channel {} has no connection {} s after START, so no message passes: set"
              + " message.id in the gateway's file to a whole path, or run gateway and host in the"
              + " same directory",
          name,
          url,
          UnconnectedCheck.AFTER_START.toSeconds());
    }
  }

  /** As {@link PairSocket#nanosUntilQuiet}. */
  long nanosUntilQuiet() {
    return socket.nanosUntilQuiet();
  }

  /** The other side will close when it has taken everything: that isn't a loss then. */
  void expectEnd() {
    endExpected = true;
  }

  /** The other side is gone: counts what may be lost by that. */
  void broken() {
    int lost = endExpected ? 0 : takeLost();
    if (lost > 0) {
      LOG.debug("{}: up to {} messages are lost with the connection", name, lost);
    }
  }

  private int takeLost() {
    synchronized (inTransit) {
      int lost = inTransit.takeLost(System.nanoTime());
      counters.lost(lost);
      return lost;
    }
  }

  /** The other side has taken everything that went out. */
  void arrived() {
    synchronized (inTransit) {
      inTransit.clear();
    }
  }

  /** Closes, and counts what may be lost by that. Idempotent. */
  @Override
  public void close() {
    try {
      socket.close();
    } finally {
      takeLost();
      sending.lock();
      try {
        encoded = null;
        buffer.close();
      } finally {
        sending.unlock();
      }
    }
  }

  private final class Incoming implements PairSocket.Observer {
    @Override
    public void received(byte[] bytes) throws InterruptedException {
      Message message;
      try {
        message = MessageDecoder.decode(bytes, 0, bytes.length);
      } catch (WireException e) {
        counters.refused();
        refusals.warn("{}: refused {}", name, e.getMessage());
        return;
      }
      receiver.received(message);
    }

    @Override
    public void disconnected() {
      broken();
      receiver.disconnected();
    }
  }
}
