package io.outrigger.protocol.pair;

import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.protocol.wire.ByteSink;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.WireException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The message channel: gateway messages, both ways. Any thread may send; messages go out whole. */
abstract class MessageChannel extends PairChannel {
  private static final Logger LOG = LoggerFactory.getLogger(MessageChannel.class);
  private static final Duration CONNECTED_AFTER_START = Duration.ofSeconds(5);

  private final PairCounters counters;
  private volatile boolean endExpected;

  /** When to check that there is a connection. */
  private volatile long connectionCheckAt = PairTime.NEVER;

  private final ReentrantLock sending = new ReentrantLock();
  // Guarded by sending.
  private final NativeMessage buffer = new NativeMessage();
  private final MessageEncoder encoder = new MessageEncoder();
  private final ByteSink sink = buffer::put;

  /** What the buffer holds, and couldn't be sent: mostly it is the next that is to be. */
  private Message encoded;

  MessageChannel(String name, PairConnection connection, PairCounters counters) {
    super(name, "messages", connection, counters);
    this.counters = counters;
  }

  /** Takes a message, on the thread of the channel. May block; throws nothing else. */
  abstract void received(Message message) throws InterruptedException;

  @Override
  final void received(byte[] bytes) throws WireException, InterruptedException {
    received(MessageDecoder.decode(bytes, 0, bytes.length));
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
   * Sends a message and counts it, waiting for room and for a connection for as long as it is worth
   * it, which is asked about every 100 ms.
   *
   * @param size of its serialized form
   * @return whether it went out; else the channel is closed, or it isn't worth it any longer
   */
  final boolean send(Message message, int size, BooleanSupplier worthWaiting)
      throws InterruptedException {
    sending.lockInterruptibly();
    try {
      boolean sent = false;
      while (!sent && !connection.isClosed() && worthWaiting.getAsBoolean()) {
        sent = awaitConnection() && sendEncoded(message, size);
      }
      return sent;
    } finally {
      sending.unlock();
    }
  }

  /** Waits up to 100 ms. */
  private boolean awaitConnection() throws InterruptedException {
    if (connection.isThere()) {
      return true;
    }
    connection.check();
    return connection.await(true, connection.slice());
  }

  /** Waits up to 100 ms for room. */
  private boolean sendEncoded(Message message, int size) throws InterruptedException {
    Outcome outcome = connection.socket().send(encode(message, size));
    if (outcome == Outcome.INTERRUPTED) {
      Thread.interrupted();
      throw new InterruptedException();
    }
    if (outcome == Outcome.TIMED_OUT) {
      connection.check(); // the thread may be busy with what it has received
    }
    return isSent(outcome, size);
  }

  /** Waits until there may be room in the socket, or the time is over. */
  final void awaitSendable(long nanos) {
    connection.socket().awaitSendable(Duration.ofNanos(nanos));
  }

  /** As {@link #send}, if there is room and a connection now, and no other thread is sending. */
  final boolean trySend(Message message, int size) {
    if (!sending.tryLock()) {
      return false;
    }
    try {
      return !connection.isClosed()
          && isSent(connection.socket().trySend(encode(message, size)), size);
    } finally {
      sending.unlock();
    }
  }

  private NativeMessage encode(Message message, int size) {
    if (encoded != message) {
      encoded = null;
      buffer.allocate(size);
      encoder.encode(message, sink, 0);
      encoded = message;
    }
    return buffer;
  }

  /** Whether the message went out; counts it then. */
  private boolean isSent(Outcome outcome, int size) {
    boolean sent = outcome == Outcome.DONE;
    if (sent) {
      encoded = null;
      counters.sent(size, PairTime.now());
    }
    return sent;
  }

  /** START was sent, or has come: warns if there is no connection in some seconds. */
  final void expectConnection() {
    connectionCheckAt = PairTime.now() + CONNECTED_AFTER_START.toNanos();
  }

  /** CREATE and START go over the control channel, so all seems well without a connection here. */
  @Override
  final void tick() {
    if (PairTime.now() < connectionCheckAt) {
      return;
    }
    connectionCheckAt = PairTime.NEVER;
    if (!connection.isThere() && connection.number() == PairConnection.NONE) {
      LOG.warn(
          "{}: the message channel {} has no connection {} s after START, so no message passes: set"
              + " message.id in the gateway's file to a whole path, or run gateway and host in the"
              + " same directory",
          name,
          connection.url(),
          CONNECTED_AFTER_START.toSeconds());
    }
  }

  /** The other side will close when it has taken everything: that isn't a loss then. */
  final void expectEnd() {
    endExpected = true;
  }

  /** The other side is gone: counts what may be lost by that. Any thread. */
  final void broken() {
    int lost = endExpected ? 0 : counters.broken(PairTime.now());
    if (lost > 0) {
      LOG.debug("{}: up to {} messages are lost with the connection", name, lost);
    }
  }

  @Override
  void disconnected() {
    connectionCheckAt = PairTime.NEVER;
    broken();
  }

  /** Closes, and counts what may be lost by that. Idempotent. */
  @Override
  public final void close() {
    super.close();
    sending.lock();
    try {
      counters.broken(PairTime.now());
      buffer.close();
    } finally {
      sending.unlock();
    }
  }
}
