package io.outrigger.protocol.pair;

import io.outrigger.base.Threads;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a channel: a {@link PairConnection}, and the thread that receives from it.
 *
 * <p>The thread is in a receive whenever it isn't in the observer: what comes just before the other
 * side closes is lost otherwise. It checks the connection each time a receive has timed out, and
 * every 100 ms while messages come.
 */
final class PairSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PairSocket.class);

  private static final long NOT_QUIET = Long.MIN_VALUE;

  /** Is told what happens on the channel, on its thread. Throws nothing else. */
  interface Observer {
    void received(byte[] bytes) throws InterruptedException;

    default void connected() throws InterruptedException {}

    default void disconnected() throws InterruptedException {}

    /** Called about every 100 ms. */
    default void tick() throws InterruptedException {}
  }

  private final String name;
  private final PairConnection connection;
  private final Observer observer;
  private final Thread thread;

  /** Since when the thread has been in a receive, with nothing received. Written by the thread. */
  private volatile long quietSince = System.nanoTime();

  // Of the thread.
  private long reported = PairConnection.NONE;
  private long lastCheck;

  /**
   * Takes the connection over. Nothing is received before {@link #start}.
   *
   * @param name for the thread and log lines
   */
  PairSocket(String name, PairConnection connection, Observer observer) {
    this.name = name;
    this.connection = connection;
    this.observer = observer;
    thread = new Thread(this::receive, name);
    thread.setDaemon(true);
  }

  /** Begins to receive, and to check the connection. */
  void start() {
    thread.start();
  }

  private void receive() {
    try (NativeMessage message = new NativeMessage()) {
      while (step(message)) {
        // until it is closed
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      if (!isClosed()) {
        LOG.error("{}: the channel failed", name, e);
      }
    }
  }

  /** Returns whether to go on. */
  private boolean step(NativeMessage message) throws InterruptedException {
    Outcome outcome = connection.socket().receive(message);
    if (outcome == Outcome.DONE) {
      take(message);
    } else if (outcome == Outcome.INTERRUPTED || isClosed()) {
      return false;
    } else if (outcome == Outcome.CLOSED) {
      connection.await(true, connection.slice()); // it is being replaced
    }
    if (outcome != Outcome.DONE || quietSince - lastCheck > connection.slice().toNanos()) {
      check();
    }
    return true;
  }

  private void take(NativeMessage message) throws InterruptedException {
    quietSince = NOT_QUIET;
    if (reported == PairConnection.NONE) {
      check();
    }
    byte[] bytes = new byte[message.size()];
    message.get(0, bytes, 0, bytes.length);
    observer.received(bytes);
    quietSince = System.nanoTime();
  }

  private void check() throws InterruptedException {
    lastCheck = System.nanoTime();
    connection.check();
    long present = connection.present();
    if (present != reported) {
      boolean was = reported != PairConnection.NONE;
      reported = present;
      if (was) {
        observer.disconnected();
      }
      if (present != PairConnection.NONE) {
        observer.connected();
      }
    }
    observer.tick();
  }

  /** Sends, waiting up to 100 ms for room or for a connection. */
  Outcome send(NativeMessage message) {
    if (!connection.isThere() && !awaitConnection()) {
      return Thread.currentThread().isInterrupted() ? Outcome.INTERRUPTED : without();
    }
    Outcome outcome = connection.socket().send(message);
    if (outcome == Outcome.TIMED_OUT) {
      connection.check(); // the thread may be busy with what it has received
    }
    return outcome == Outcome.CLOSED ? without() : outcome;
  }

  private boolean awaitConnection() {
    connection.check();
    try {
      return connection.await(true, connection.slice());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What a send comes to when there is no connection. */
  private Outcome without() {
    return isClosed() ? Outcome.CLOSED : Outcome.TIMED_OUT;
  }

  /** Sends if there is room and a connection now. */
  Outcome trySend(NativeMessage message) {
    return connection.socket().trySend(message);
  }

  /** Waits until {@link #trySend} may succeed, or the time is over. */
  void awaitSendable(long nanos) {
    connection.socket().awaitSendable(Duration.ofNanos(nanos));
  }

  /** Whether the other side is connected, as of at most 100 ms ago. */
  boolean isConnected() {
    return connection.isThere();
  }

  /** As {@link PairConnection#number}. */
  long connection() {
    return connection.number();
  }

  /** As {@link PairConnection#await}. */
  boolean awaitConnected(boolean expected, Duration timeout) throws InterruptedException {
    return connection.await(expected, timeout);
  }

  /** In how many nanoseconds it will have been quiet if nothing comes; 0 when it is so now. */
  long nanosUntilQuiet() {
    if (!isConnected()) {
      return 0;
    }
    long since = quietSince;
    return since == NOT_QUIET
        ? QuietPeriod.NANOS
        : Math.max(0, since + QuietPeriod.NANOS - System.nanoTime());
  }

  boolean isClosed() {
    return connection.isClosed();
  }

  /** Closes the connection, which wakes all that wait, and ends the thread. Idempotent. */
  @Override
  public void close() {
    try {
      connection.close();
    } finally {
      thread.interrupt();
      Threads.join(thread);
    }
  }
}
