package io.outrigger.protocol.pair;

import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.Statistic;
import io.outrigger.protocol.link.Threads;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a channel: an NN_PAIR socket with one address, and the thread that receives from it.
 *
 * <p>The thread is in a receive whenever it isn't in the observer: what comes just before the other
 * side closes is lost otherwise. nanomsg has no event for a connection: the thread looks at it each
 * time a receive has waited in vain, and every 100 ms while messages come.
 */
final class PairSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PairSocket.class);

  /** A receive waits that long, and a send before it is asked whether to go on. */
  private static final Duration SLICE = Duration.ofMillis(100);

  /** As fast as it is cheap: the other side may have come back at once. */
  private static final Duration RECONNECT_INTERVAL = Duration.ofMillis(20);

  /** How long nothing must have come for the other side to have nothing more to say. */
  private static final long QUIET_NANOS = Duration.ofMillis(50).toNanos();

  private static final long NOT_QUIET = Long.MIN_VALUE;

  /** Hears of the channel, on its thread. Throws nothing else. */
  interface Observer {
    void received(byte[] bytes) throws InterruptedException;

    default void connected() throws InterruptedException {}

    default void disconnected() throws InterruptedException {}

    /** Called about every 100 ms. */
    default void tick() throws InterruptedException {}
  }

  private final String name;
  private final NanoSocket socket;
  private final Observer observer;
  private final Thread thread;
  private final Object changes = new Object();

  // Written by the thread; connected is written under changes.
  private volatile boolean connected;

  /** Since when the thread has been in a receive, with nothing received. */
  private volatile long quietSince = System.nanoTime();

  private long lastLook;

  private PairSocket(String name, NanoSocket socket, Observer observer) {
    this.name = name;
    this.socket = socket;
    this.observer = observer;
    thread = new Thread(this::receive, name);
    thread.setDaemon(true);
  }

  /**
   * Binds. Nothing is received before {@link #start}.
   *
   * @param name for the thread and log lines
   * @throws NanoException if that can't be; nothing is left open then
   */
  static PairSocket bind(String name, String url, long maxReceiveBytes, Observer observer) {
    return new PairSocket(name, open(maxReceiveBytes, socket -> socket.bind(url)), observer);
  }

  /** Connects; needs nobody there yet. Else as {@link #bind}. */
  static PairSocket connect(String name, String url, long maxReceiveBytes, Observer observer) {
    return new PairSocket(name, open(maxReceiveBytes, socket -> socket.connect(url)), observer);
  }

  private static NanoSocket open(long maxReceiveBytes, Consumer<NanoSocket> attach) {
    NanoSocket socket = NanoSocket.open(Protocol.PAIR);
    try {
      socket.set(SocketOption.MAX_RECEIVE_SIZE, maxReceiveBytes);
      socket.set(SocketOption.RECEIVE_TIMEOUT, SLICE);
      socket.set(SocketOption.SEND_TIMEOUT, SLICE);
      socket.set(SocketOption.RECONNECT_INTERVAL, RECONNECT_INTERVAL);
      attach.accept(socket);
      return socket;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Begins to receive, and to look at the connection. */
  void start() {
    thread.start();
  }

  private void receive() {
    try (NativeMessage message = new NativeMessage()) {
      for (; ; ) {
        Outcome outcome = socket.receive(message);
        if (outcome == Outcome.CLOSED || outcome == Outcome.INTERRUPTED) {
          return;
        }
        if (outcome == Outcome.DONE) {
          quietSince = NOT_QUIET;
          if (!connected) {
            lookAtConnection();
          }
          byte[] bytes = new byte[message.size()];
          message.get(0, bytes, 0, bytes.length);
          observer.received(bytes);
          quietSince = System.nanoTime();
        }
        if (outcome != Outcome.DONE || quietSince - lastLook > SLICE.toNanos()) {
          lookAtConnection();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      if (!socket.isClosed()) {
        LOG.error("{}: the channel failed", name, e);
      }
    }
  }

  private void lookAtConnection() throws InterruptedException {
    lastLook = System.nanoTime();
    boolean now = socket.statistic(Statistic.CURRENT_CONNECTIONS) > 0;
    if (now != connected) {
      synchronized (changes) {
        connected = now;
        changes.notifyAll();
      }
      if (now) {
        observer.connected();
      } else {
        observer.disconnected();
      }
    }
    observer.tick();
  }

  /** Sends, waiting 100 ms for room or for a connection. */
  Outcome send(NativeMessage message) {
    return socket.send(message);
  }

  /** Sends if there is room and a connection now. */
  Outcome trySend(NativeMessage message) {
    return socket.trySend(message);
  }

  /** Whether the other side is connected, as of at most 100 ms ago. */
  boolean isConnected() {
    return connected;
  }

  /**
   * Tells one connection from the next: the number of those there have been, also of those that
   * NN_PAIR didn't keep because another one was there. 0 once closed.
   */
  long connection() {
    try {
      return socket.statistic(Statistic.ACCEPTED_CONNECTIONS)
          + socket.statistic(Statistic.ESTABLISHED_CONNECTIONS);
    } catch (NanoException e) {
      LOG.trace("{}: closed meanwhile", name, e);
      return 0;
    }
  }

  /**
   * Waits until the other side is connected, or until it isn't.
   *
   * @return whether it is so; false when the time is over
   */
  boolean awaitConnected(boolean expected, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (changes) {
      while (connected != expected && !socket.isClosed()) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        changes.wait(millis);
      }
    }
    return connected == expected;
  }

  /** In how many nanoseconds it will have been quiet if nothing comes; 0 when it is so now. */
  long nanosUntilQuiet() {
    if (!connected) {
      return 0;
    }
    long since = quietSince;
    return since == NOT_QUIET ? QUIET_NANOS : Math.max(0, since + QUIET_NANOS - System.nanoTime());
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  /** Closes the socket, which wakes whoever waits, and ends the thread. Idempotent. */
  @Override
  public void close() {
    socket.close();
    synchronized (changes) {
      changes.notifyAll();
    }
    thread.interrupt();
    Threads.join(thread);
  }
}
