package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.base.Threads;
import io.outrigger.nanomsg.NativeMessage;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.protocol.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a channel: a {@link PairConnection}, and the thread that receives from it, which calls
 * {@link #received}, {@link #connected}, {@link #disconnected} and {@link #tick}.
 *
 * <p>The thread is in a receive whenever it isn't in one of those: what comes just before the other
 * side closes is lost otherwise. It checks the connection each time a receive has timed out, and
 * every 100 ms while messages come.
 */
abstract class PairChannel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PairChannel.class);

  final String name;
  final PairConnection connection;
  private final PairCounters counters;
  private final BoundedLog refusals = new BoundedLog(LOG);
  private final Thread thread;

  /**
   * When the thread has taken something last; NEVER while it takes something. Written by the
   * thread.
   */
  private volatile long lastTaken = PairTime.now();

  // Of the thread.
  private long reported = PairConnection.NONE;
  private long lastCheck;

  /**
   * Takes the connection over. Nothing is received before {@link #start}.
   *
   * @param name of the module or the host, for log lines
   * @param kind of the channel, for the thread's name
   */
  PairChannel(String name, String kind, PairConnection connection, PairCounters counters) {
    this.name = name;
    this.connection = connection;
    this.counters = counters;
    thread = new Thread(this::receive, kind + " of " + name);
    thread.setDaemon(true);
  }

  /**
   * Takes what has come. May block; throws nothing else.
   *
   * @throws WireException if it can't be read: that is counted, logged at a bounded rate, and
   *     changes nothing
   */
  abstract void received(byte[] bytes) throws WireException, InterruptedException;

  void connected() throws InterruptedException {}

  void disconnected() throws InterruptedException {}

  /** Called about every 100 ms. */
  void tick() throws InterruptedException {}

  /** Begins to receive, and to check the connection. */
  final void start() {
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
      if (!connection.isClosed()) {
        LOG.error("{}: the channel failed", thread.getName(), e);
      }
    }
  }

  /** Returns whether to go on. */
  private boolean step(NativeMessage message) throws InterruptedException {
    Outcome outcome = connection.socket().receive(message);
    if (outcome == Outcome.DONE) {
      take(message);
    } else if (outcome == Outcome.INTERRUPTED || connection.isClosed()) {
      return false;
    } else if (outcome == Outcome.CLOSED) {
      connection.await(true, connection.slice()); // it is being replaced
    }
    if (outcome != Outcome.DONE || lastTaken - lastCheck > connection.slice().toNanos()) {
      check();
    }
    return true;
  }

  private void take(NativeMessage message) throws InterruptedException {
    lastTaken = PairTime.NEVER;
    if (reported == PairConnection.NONE) {
      check();
    }
    try {
      received(message.toByteArray());
    } catch (WireException e) {
      refuse(e.getMessage());
    }
    lastTaken = PairTime.now();
  }

  private void check() throws InterruptedException {
    lastCheck = PairTime.now();
    connection.check();
    long present = connection.present();
    if (present != reported) {
      if (reported != PairConnection.NONE) {
        disconnected();
      }
      reported = present;
      if (present != PairConnection.NONE) {
        connected();
      }
    }
    tick();
  }

  /** Counts and logs something that changes nothing. */
  final void refuse(String what) {
    counters.refused();
    refusals.warn("{}: refused {}", name, what);
  }

  /** When nothing will have come for a while, if nothing comes; a time that is over if so now. */
  final long quietAt() {
    long since = lastTaken;
    if (!connection.isThere()) {
      return 0;
    }
    return (since == PairTime.NEVER ? PairTime.now() : since) + PairTime.QUIET_NANOS;
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
