package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoLibrary;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.Statistic;
import io.outrigger.protocol.socket.LibraryLimits;
import io.outrigger.protocol.socket.RejectedConnections;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An NN_PAIR socket with one address, and whether the other side is there.
 *
 * <p>One that connects has a socket of its own for each connection: nanomsg 1.1.5 keeps what it has
 * read ahead from a connection that broke, up to 2 KiB, and takes it for the beginning of the
 * endpoint's next one, which then breaks in turn. A socket that is bound keeps nothing of the kind
 * from one connection to the next. But the other side may, and then {@link StaleGreeting} takes the
 * address for a while.
 *
 * <p>nanomsg has no event for connections: {@link #check} is to be called every {@link #slice}. Any
 * thread may, and may use the socket; one that was replaced meanwhile says that it is closed.
 */
final class PairConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PairConnection.class);

  /** There is no connection. */
  static final long NONE = 0;

  /** nanomsg's own further attempts, but the first: so late that they never happen. */
  private static final Duration NEVER = Duration.ofDays(20);

  /** How often a connection is checked that is there. */
  private static final Duration WATCH = Duration.ofMillis(100);

  /** How often one is checked, and tried again, that is awaited. */
  private static final Duration AWAIT = Duration.ofMillis(25);

  /** After so long one that is awaited is checked as seldom as one that is there. */
  private static final long AWAIT_OFTEN_NANOS = Duration.ofSeconds(10).toNanos();

  /** An attempt that says nothing for so long is given up. */
  private static final long ATTEMPT_NANOS = Duration.ofSeconds(10).toNanos();

  private final String url;
  private final boolean connects;
  private final long maxReceiveBytes;
  private final BoundedLog failures = new BoundedLog(LOG);

  // Written under this object's lock.
  private volatile Used used;
  private volatile long present = NONE;
  private volatile boolean closed;
  private volatile Duration slice = AWAIT;

  /** The connections that all sockets before the next one accepted, and one more for each. */
  private volatile long acceptedBefore;

  // Guarded by this.
  /** The sockets there have been. */
  private long attempts;

  private final RejectedConnections rejected;

  private final StaleGreeting staleGreeting;
  private long presences;
  private long attemptNanos;
  private long absentSince = System.nanoTime();

  /** A socket, which it is, and how many connections those before it accepted. */
  private record Used(NanoSocket socket, long attempt, long acceptedBefore) {
    long statistic(Statistic statistic) {
      return socket.statistic(statistic);
    }
  }

  private PairConnection(String url, boolean connects, long maxReceiveBytes) {
    this.url = url;
    this.connects = connects;
    this.maxReceiveBytes = maxReceiveBytes;
    rejected = new RejectedConnections(LOG, url);
    staleGreeting = new StaleGreeting(url, !connects);
    LibraryLimits.tell(NanoLibrary.limits());
    open();
  }

  /**
   * Binds.
   *
   * @throws NanoException if that can't be; nothing is left open then
   */
  static PairConnection bind(String url, long maxReceiveBytes) {
    return new PairConnection(url, false, maxReceiveBytes);
  }

  /** Connects; needs nobody there yet. Else as {@link #bind}. */
  static PairConnection connect(String url, long maxReceiveBytes) {
    return new PairConnection(url, true, maxReceiveBytes);
  }

  private void open() {
    attemptNanos = System.nanoTime();
    NanoSocket opened = NanoSocket.open(Protocol.PAIR);
    try {
      opened.set(SocketOption.MAX_RECEIVE_SIZE, maxReceiveBytes);
      opened.set(SocketOption.RECEIVE_TIMEOUT, slice);
      opened.set(SocketOption.SEND_TIMEOUT, WATCH);
      opened.set(SocketOption.RECONNECT_INTERVAL, NEVER);
      if (connects) {
        opened.connect(url);
      } else {
        opened.bind(url);
      }
      used = new Used(opened, ++attempts, acceptedBefore);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** The socket as it is now. */
  NanoSocket socket() {
    return used.socket();
  }

  /** Checks whether the other side is there, and tries to connect again if that is due. */
  synchronized void check() {
    if (closed || staleGreeting.holdsAddress()) {
      return;
    }
    long now = System.nanoTime();
    boolean found = !socket().isClosed() && has(Statistic.CURRENT_CONNECTIONS) && !isAnother();
    checkRejected();
    if (found != isThere()) {
      setPresent(found ? ++presences : NONE);
    }
    setSlice(found || now - absentSince > AWAIT_OFTEN_NANOS ? WATCH : AWAIT);
    if (!found && (socket().isClosed() || (connects && hasFailed(now)))) {
      tryAgain();
    } else if (staleGreeting.isSuspected(socket())) {
      giveUpAddress();
    }
  }

  private void checkRejected() {
    if (!connects && !socket().isClosed() && Statistic.REJECTED_CONNECTIONS.isCounted()) {
      rejected.tell(socket().statistic(Statistic.REJECTED_CONNECTIONS));
    }
  }

  private void setPresent(long next) {
    present = next;
    absentSince = System.nanoTime();
    notifyAll();
  }

  private boolean hasFailed(long now) {
    return isBroken() || now - attemptNanos > ATTEMPT_NANOS;
  }

  private void setSlice(Duration next) {
    if (next != slice) {
      slice = next;
      if (!socket().isClosed()) {
        socket().set(SocketOption.RECEIVE_TIMEOUT, next);
      }
    }
  }

  private boolean has(Statistic statistic) {
    return socket().statistic(statistic) > 0;
  }

  /**
   * nanomsg tries once more by itself, at once, when a connection breaks, whatever the interval.
   */
  private boolean isAnother() {
    return socket().statistic(Statistic.ESTABLISHED_CONNECTIONS) > 1;
  }

  private boolean isBroken() {
    return has(Statistic.CONNECT_ERRORS)
        || has(Statistic.BROKEN_CONNECTIONS)
        || has(Statistic.DROPPED_CONNECTIONS);
  }

  private void tryAgain() {
    try {
      socket().close();
      open();
    } catch (NanoException e) {
      failures.warn("{}", e.getMessage());
    }
  }

  /** For as long as {@link StaleGreeting} holds it. */
  private void giveUpAddress() {
    // One more for what comes before the close.
    acceptedBefore += socket().statistic(Statistic.ACCEPTED_CONNECTIONS) + 1;
    setPresent(NONE);
    slice = AWAIT;
    try {
      socket().close();
      staleGreeting.takeAddress();
    } catch (NanoException e) {
      failures.warn("{}: {}", url, e.getMessage());
    }
  }

  /** How long until the next check; a receive waits no longer. */
  Duration slice() {
    return slice;
  }

  /** Whether the other side was there at the last check. */
  boolean isThere() {
    return present != NONE;
  }

  /** Tells what the last check saw from what another one did; {@link #NONE} if nobody was there. */
  long present() {
    return present;
  }

  /**
   * Tells one connection from the next; {@link #NONE} if there has been none. For a socket that is
   * bound it is the number of those there have been, also of those that NN_PAIR didn't keep because
   * another one was there.
   */
  long number() {
    Used current = used;
    try {
      if (!connects) {
        return current.acceptedBefore() + current.statistic(Statistic.ACCEPTED_CONNECTIONS);
      }
      boolean first = current.statistic(Statistic.ESTABLISHED_CONNECTIONS) == 1;
      return first ? current.attempt() : NONE;
    } catch (NanoException e) {
      LOG.trace("{}: closed meanwhile", url, e);
      return connects ? NONE : acceptedBefore; // between the numbers of this socket and the next
    }
  }

  /**
   * Waits until the other side is there, or until it isn't.
   *
   * @return whether it is so; false when the time is over, or the connection is closed
   */
  synchronized boolean await(boolean expected, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (isThere() != expected && !closed) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return isThere() == expected;
  }

  boolean isClosed() {
    return closed;
  }

  /** Closes the socket, which wakes all that wait. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      staleGreeting.close();
      socket().close();
    } finally {
      notifyAll();
    }
  }
}
