package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.SpHeader;
import io.outrigger.nanomsg.Statistic;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.link.Threads;
import io.outrigger.protocol.wire.MessageEncoder;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A side's raw NN_REQ socket: sends packets under consecutive request ids, takes the replies, and
 * watches whether the other side is there.
 *
 * <p>Sending is pipelined: it doesn't wait for replies, and blocks while the connection is full or
 * gone. Any thread may send; packets go out whole and in the order of their ids.
 */
final class RequestSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSender.class);

  private static final int ID_BYTES = 4;
  private static final int ID_FLAG = 0x80000000;

  /** How often the connection is looked at; nanomsg has no event for it. */
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(50);

  /** Hears of replies and of the connection, on the sender's own thread. */
  interface Observer {
    void replied(int id, byte[] body);

    void connected();

    void disconnected();
  }

  private final String name;
  private final int maxMessageBytes;
  private final Observer observer;
  private final NanoSocket socket;
  private final Thread thread;

  // Guarded by this.
  private final NativeMessage buffer = new NativeMessage();
  private final MessageEncoder encoder = new MessageEncoder();
  private final byte[] head = new byte[ID_BYTES + Packet.DATA_OFFSET];
  private int nextId = ThreadLocalRandom.current().nextInt();

  private volatile boolean connected;
  private volatile boolean closed;

  /** Connects, which needs no peer yet; nothing is left open when that fails. */
  RequestSender(String name, ReqRepSettings settings, Observer observer) {
    this.name = name;
    this.maxMessageBytes = settings.maxMessageBytes();
    this.observer = observer;
    socket = NanoSocket.openRaw(Protocol.REQ);
    try {
      socket.set(SocketOption.RECEIVE_TIMEOUT, WATCH_INTERVAL);
      socket.set(SocketOption.SEND_TIMEOUT, Duration.ofSeconds(1));
      socket.set(SocketOption.RECONNECT_INTERVAL, Duration.ofMillis(20));
      socket.connect(settings.remoteUrl());
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
    thread = new Thread(this::watch, "sender of " + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Refuses a message whose serialized form is larger than the limit. */
  void checkSize(Message message) {
    long size = MessageEncoder.sizeOf(message);
    if (size > maxMessageBytes) {
      throw new MessageTooLargeException(
          size, maxMessageBytes, "send less at once, or set max.message.bytes on both sides");
    }
  }

  /** Sends a gateway message in a packet of this type. Blocks as the class says. */
  void send(PacketType type, Message message) throws LinkException, InterruptedException {
    checkSize(message);
    synchronized (this) {
      open();
      int size = (int) MessageEncoder.sizeOf(message);
      begin(type, size);
      encoder.encode(message, buffer::put, head.length);
      transmit();
    }
  }

  /** Sends a whole packet. Returns its request id. Blocks as the class says. */
  int send(byte[] packet) throws LinkException, InterruptedException {
    synchronized (this) {
      open();
      int id = nextId++ | ID_FLAG;
      buffer.allocate(ID_BYTES + packet.length);
      buffer.putInt(0, id);
      buffer.put(ID_BYTES, packet, 0, packet.length);
      transmit();
      return id;
    }
  }

  private void begin(PacketType type, int dataSize) {
    putInt(head, 0, nextId++ | ID_FLAG);
    head[ID_BYTES] = (byte) type.code();
    putInt(head, ID_BYTES + 1, dataSize);
    buffer.allocate(head.length + dataSize);
    buffer.put(0, head, 0, head.length);
  }

  private static void putInt(byte[] bytes, int index, int value) {
    bytes[index] = (byte) (value >>> 24);
    bytes[index + 1] = (byte) (value >>> 16);
    bytes[index + 2] = (byte) (value >>> 8);
    bytes[index + 3] = (byte) value;
  }

  private void open() throws LinkException {
    if (closed) {
      throw new LinkException(name + ": the link is closed");
    }
  }

  private void transmit() throws LinkException, InterruptedException {
    for (; ; ) {
      switch (socket.send(buffer)) {
        case DONE -> {
          return;
        }
        case CLOSED -> throw new LinkException(name + ": the link is closed");
        case INTERRUPTED -> {
          Thread.interrupted();
          throw new InterruptedException();
        }
        case TIMED_OUT, WOULD_BLOCK -> open();
      }
    }
  }

  private void watch() {
    try (NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      for (; ; ) {
        Outcome outcome = socket.receive(message, header);
        if (outcome == Outcome.CLOSED || outcome == Outcome.INTERRUPTED) {
          return;
        }
        if (outcome == Outcome.DONE && header.words() > 0) {
          byte[] body = new byte[message.size()];
          message.get(0, body, 0, body.length);
          observer.replied(header.word(header.words() - 1), body);
        } else {
          lookAtConnection();
        }
      }
    } catch (RuntimeException | Error e) {
      if (!closed) {
        LOG.error("{}: the sender failed", name, e);
      }
    }
  }

  private void lookAtConnection() {
    boolean now = socket.statistic(Statistic.CURRENT_CONNECTIONS) > 0;
    if (now != connected) {
      connected = now;
      synchronized (thread) {
        thread.notifyAll();
      }
      if (now) {
        observer.connected();
      } else {
        observer.disconnected();
      }
    }
  }

  /** Whether the other side is there, as of at most one watch interval ago. */
  boolean isConnected() {
    return connected;
  }

  /**
   * Waits until the other side is there, or is gone.
   *
   * @return whether it is so; false when the time is over or this sender is closed
   */
  boolean awaitConnected(boolean expected, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (thread) {
      while (connected != expected && !closed) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        thread.wait(millis);
      }
    }
    return connected == expected;
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
    synchronized (thread) {
      thread.notifyAll();
    }
    Threads.join(thread);
    synchronized (this) {
      buffer.close();
    }
  }
}
