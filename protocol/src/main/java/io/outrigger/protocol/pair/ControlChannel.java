package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.protocol.wire.ControlDecoder;
import io.outrigger.protocol.wire.ControlEncoder;
import io.outrigger.protocol.wire.ControlPacket;
import io.outrigger.protocol.wire.WireException;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control channel: packets, both ways. Any thread may send. */
final class ControlChannel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlChannel.class);

  /** Far more than any module's configuration. */
  private static final long MAX_RECEIVE_BYTES = 16 << 20;

  /** Is told what happens on the channel, on its thread. Throws nothing else. */
  interface Observer {
    /**
     * @param connection that it came by
     */
    void received(ControlPacket packet, long connection) throws InterruptedException;

    /**
     * A packet that says it is CREATE can't be read.
     *
     * @param connection over which it came
     */
    default void unreadableCreate(long connection) throws InterruptedException {}

    void connected() throws InterruptedException;

    void disconnected() throws InterruptedException;

    /** Called about every 100 ms. */
    default void tick() throws InterruptedException {}
  }

  private final String name;
  private final PairCounters counters;
  private final Observer observer;
  private final BoundedLog refusals = new BoundedLog(LOG);
  private final PairSocket socket;
  private final Object sending = new Object();

  /** Guarded by sending. */
  private final NativeMessage buffer = new NativeMessage();

  private ControlChannel(
      String name, PairConnection connection, PairCounters counters, Observer observer) {
    this.name = name;
    this.counters = counters;
    this.observer = observer;
    socket = new PairSocket("control of " + name, connection, new Incoming());
  }

  /** Binds, as {@link PairConnection#bind} does. */
  static ControlChannel bind(String name, String url, PairCounters counters, Observer observer) {
    return new ControlChannel(
        name, PairConnection.bind(url, MAX_RECEIVE_BYTES), counters, observer);
  }

  /** Connects, as {@link PairConnection#connect} does. */
  static ControlChannel connect(String name, String url, PairCounters counters, Observer observer) {
    return new ControlChannel(
        name, PairConnection.connect(url, MAX_RECEIVE_BYTES), counters, observer);
  }

  /** Begins to receive. */
  void start() {
    socket.start();
  }

  /**
   * Sends a packet, which waits 100 ms at most.
   *
   * @return whether it went out
   */
  boolean send(ControlPacket packet) {
    return send(packet, socket::send);
  }

  /**
   * Sends a packet to whom this connection leads, and to nobody else: a status that is meant for
   * one gateway would end the start of the next. Waits for nothing.
   *
   * @return whether it went out
   */
  boolean send(ControlPacket packet, long connection) {
    return connection != PairConnection.NONE
        && socket.connection() == connection
        && send(packet, socket::trySend);
  }

  private boolean send(ControlPacket packet, Function<NativeMessage, Outcome> transmit) {
    byte[] bytes = ControlEncoder.encode(packet);
    Outcome outcome;
    synchronized (sending) {
      if (socket.isClosed()) {
        return false;
      }
      buffer.allocate(bytes.length);
      buffer.put(0, bytes, 0, bytes.length);
      outcome = transmit.apply(buffer);
    }
    if (outcome != Outcome.DONE) {
      LOG.debug("{}: {} did not go out: {}", name, packet, outcome);
    }
    return outcome == Outcome.DONE;
  }

  /** See {@link PairConnection#number}. */
  long connection() {
    return socket.connection();
  }

  /** Counts and logs something that changes nothing. */
  void refuse(String what) {
    counters.refused();
    refusals.warn("{}: refused {}", name, what);
  }

  boolean isConnected() {
    return socket.isConnected();
  }

  /** As {@link PairConnection#await}. */
  boolean awaitConnected(boolean expected, Duration timeout) throws InterruptedException {
    return socket.awaitConnected(expected, timeout);
  }

  /** Idempotent. */
  @Override
  public void close() {
    socket.close();
    synchronized (sending) {
      buffer.close();
    }
  }

  private final class Incoming implements PairSocket.Observer {
    @Override
    public void received(byte[] bytes) throws InterruptedException {
      ControlPacket packet;
      try {
        packet = ControlDecoder.decode(bytes);
      } catch (ControlDecoder.CreateException e) {
        refuse(e.getMessage());
        observer.unreadableCreate(socket.connection());
        return;
      } catch (WireException e) {
        refuse(e.getMessage());
        return;
      }
      observer.received(packet, socket.connection());
    }

    @Override
    public void connected() throws InterruptedException {
      observer.connected();
    }

    @Override
    public void disconnected() throws InterruptedException {
      observer.disconnected();
    }

    @Override
    public void tick() throws InterruptedException {
      observer.tick();
    }
  }
}
