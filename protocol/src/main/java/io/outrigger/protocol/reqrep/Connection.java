package io.outrigger.protocol.reqrep;

import io.outrigger.nanomsg.Endpoint;
import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.Statistic;
import io.outrigger.protocol.link.BoundedLog;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * A socket's one connection to an address, in the owner's hands: nanomsg tries once, and is told
 * here when to try again. So there is never a connection that the owner doesn't know of, and
 * nothing can be sent over a new one by mistake.
 *
 * <p>nanomsg has no event for connections: {@link #look} is to be called every {@link #lookNanos}.
 * Used by one thread.
 */
final class Connection {
  /** nanomsg's own attempts: so seldom that they never happen. */
  private static final Duration NEVER = Duration.ofDays(20);

  /** A connection that is there: so soon it is noticed that it's gone. */
  private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** One that is awaited: so soon it is noticed, and tried again. */
  private static final long AWAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** After so long nobody waits in haste for it. */
  private static final long HASTE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** An attempt that says nothing for so long is given up. */
  private static final long ATTEMPT_NANOS = TimeUnit.SECONDS.toNanos(10);

  enum Change {
    NONE,
    CONNECTED,
    DISCONNECTED
  }

  private final NanoSocket socket;
  private final String url;
  private final BoundedLog failures = new BoundedLog(LoggerFactory.getLogger(Connection.class));
  private Endpoint endpoint;
  private boolean connected;
  private long established;
  private long errors;
  private long attemptNanos;
  private long absentSince = System.nanoTime();

  /** Begins the first attempt. */
  Connection(NanoSocket socket, String url) {
    this.socket = socket;
    this.url = url;
    socket.set(SocketOption.RECONNECT_INTERVAL, NEVER);
    endpoint = socket.connect(url);
    attemptNanos = System.nanoTime();
  }

  /** What has happened since the last look. Tries again where an attempt has failed. */
  Change look(long now) {
    long nowEstablished = socket.statistic(Statistic.ESTABLISHED_CONNECTIONS);
    boolean there = socket.statistic(Statistic.CURRENT_CONNECTIONS) > 0;
    boolean another = nowEstablished != established;
    established = nowEstablished;
    if (connected) {
      if (there && !another) {
        return Change.NONE;
      }
      connected = false;
      absentSince = now;
      return Change.DISCONNECTED;
    }
    if (there) {
      connected = true;
      return Change.CONNECTED;
    }
    if (errors() != errors || now - attemptNanos > ATTEMPT_NANOS) {
      tryAgain(now);
    }
    return Change.NONE;
  }

  /** How long until the next look. */
  long lookNanos(long now) {
    return connected || now - absentSince > HASTE_NANOS ? WATCH_NANOS : AWAIT_NANOS;
  }

  private long errors() {
    return socket.statistic(Statistic.CONNECT_ERRORS)
        + socket.statistic(Statistic.BROKEN_CONNECTIONS)
        + socket.statistic(Statistic.DROPPED_CONNECTIONS);
  }

  private void tryAgain(long now) {
    attemptNanos = now;
    endpoint.close();
    errors = errors();
    try {
      endpoint = socket.connect(url);
    } catch (NanoException e) {
      failures.warn("{}", e.getMessage());
    }
  }
}
