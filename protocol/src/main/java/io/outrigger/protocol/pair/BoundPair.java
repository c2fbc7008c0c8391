package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Statistic;
import io.outrigger.protocol.socket.Connection;
import io.outrigger.protocol.socket.RejectedConnections;
import io.outrigger.protocol.socket.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a channel that is bound: a host's. */
final class BoundPair extends PairConnection {
  private static final Logger LOG = LoggerFactory.getLogger(BoundPair.class);

  private final BoundedLog failures = new BoundedLog(LOG);
  private final RejectedConnections rejected;
  private final StaleGreeting staleGreeting;

  /** A socket, and how many connections those before it accepted, with one more for each. */
  private record Bound(NanoSocket socket, long acceptedBefore) {}

  /** Written under this object's lock. */
  private volatile Bound bound;

  /** Guarded by this. */
  private long absentSince = System.nanoTime();

  /**
   * Binds.
   *
   * @throws NanoException if that can't be; nothing is left open then
   */
  BoundPair(String url, long maxMessageBytes) {
    super(url, maxMessageBytes);
    rejected = new RejectedConnections(LOG, url);
    staleGreeting = new StaleGreeting(url);
    NanoSocket socket = Sockets.prepare(open(), opened -> Sockets.bind(opened, url));
    bound = new Bound(socket, 0);
  }

  @Override
  NanoSocket socket() {
    return bound.socket();
  }

  @Override
  void checkOpen(long now) {
    if (staleGreeting.holdsAddress()) {
      return;
    }
    NanoSocket socket = socket();
    if (socket.isClosed()) {
      bindAgain();
      return;
    }
    rejected.tell(socket);
    boolean there = socket.statistic(Statistic.CURRENT_CONNECTIONS) > 0;
    absentSince = isThere() && !there ? now : absentSince;
    found(there, there ? Connection.WATCH : Connection.absentCheckInterval(now - absentSince));
    if (staleGreeting.isSuspected(socket)) {
      giveUpAddress(socket);
    }
  }

  private void bindAgain() {
    try {
      NanoSocket next = Sockets.prepare(open(), opened -> opened.bind(url()));
      bound = new Bound(next, bound.acceptedBefore());
    } catch (NanoException e) {
      failures.warn("{}", e.getMessage());
    }
  }

  /** For as long as {@link StaleGreeting} holds it. */
  private void giveUpAddress(NanoSocket socket) {
    // One more for what comes before the close.
    long accepted = bound.acceptedBefore() + socket.statistic(Statistic.ACCEPTED_CONNECTIONS) + 1;
    bound = new Bound(socket, accepted);
    found(false, Connection.AWAIT);
    absentSince = System.nanoTime();
    try {
      socket.close();
      staleGreeting.takeAddress();
    } catch (NanoException e) {
      failures.warn("{}: {}", url(), e.getMessage());
    }
  }

  @Override
  long number() {
    Bound current = bound;
    try {
      return current.acceptedBefore() + current.socket().statistic(Statistic.ACCEPTED_CONNECTIONS);
    } catch (NanoException e) {
      LOG.trace("{}: closed meanwhile", url(), e);
      return bound.acceptedBefore(); // between the numbers of this socket and the next
    }
  }

  @Override
  void closeSocket() {
    try {
      staleGreeting.close();
    } finally {
      socket().close();
    }
  }
}
