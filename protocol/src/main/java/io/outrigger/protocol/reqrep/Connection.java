package io.outrigger.protocol.reqrep;

import io.outrigger.base.BoundedLog;
import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.Statistic;
import io.outrigger.protocol.socket.EndpointUrl;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * A connection that is made again whenever it breaks, each time with a raw NN_REQ socket of its
 * own: nanomsg ends an endpoint some time after it was told to, and while two are there, a socket
 * sends over either. It also connects once more by itself, at once, when a connection breaks,
 * whatever the interval: {@link #isAnother} tells.
 *
 * <p>nanomsg has no event for connections: {@link #check} is to be called every {@link
 * #checkNanos}. Used by one thread; others may use the socket while they know that it is connected.
 */
final class Connection implements AutoCloseable {
  /** nanomsg's own further attempts, but the first: so late that they never happen. */
  private static final Duration NEVER = Duration.ofDays(20);

  /** A connection that is there: so soon it is noticed that it's gone. */
  private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** One that is awaited: so soon it is noticed, and tried again. */
  private static final long AWAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** After so long without one it is awaited less often. */
  private static final long HASTE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * Room for eight messages of 64 KiB, instead of two: the sender's thread and nanomsg's need not
   * wake for each. The kernel makes it less where its {@code net.core.wmem_max} is.
   */
  static final long SEND_BUFFER_BYTES = 512 << 10;

  enum Change {
    NONE,
    CONNECTED,
    DISCONNECTED
  }

  private final Destination destination;
  private final BoundedLog failures = new BoundedLog(LoggerFactory.getLogger(Connection.class));

  /** Closed if not even an attempt could begin, such as while a name is looked up. */
  private NanoSocket socket;

  private boolean connected;
  private long begunNanos;
  private long absentSince = System.nanoTime();

  /** Begins the first attempt, or to look up a name for it. */
  Connection(Destination destination) {
    this.destination = destination;
    attempt();
  }

  private void attempt() {
    begunNanos = System.nanoTime();
    String url = destination.next(begunNanos);
    if (url == null && socket != null) {
      return;
    }
    NanoSocket opened = NanoSocket.openRaw(Protocol.REQ);
    if (url == null) {
      opened.close();
      socket = opened;
      return;
    }
    try {
      opened.set(SocketOption.IPV4_ONLY, !EndpointUrl.isIpv6(url));
      opened.set(SocketOption.RECONNECT_INTERVAL, NEVER);
      opened.set(SocketOption.SEND_BUFFER, SEND_BUFFER_BYTES);
      opened.connect(url);
      socket = opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Begins another attempt, in place of the one before. */
  void reconnect() {
    warnOfStranger();
    socket.close();
    try {
      attempt();
    } catch (NanoException e) {
      failures.warn("{}", e.getMessage());
    }
  }

  private void warnOfStranger() {
    if (!socket.isClosed()
        && Statistic.REJECTED_CONNECTIONS.isCounted()
        && socket.statistic(Statistic.REJECTED_CONNECTIONS) > 0) {
      failures.warn(
          "{}: what listens there is no other side of a session: set remote.url to its listen.url",
          destination.url());
    }
  }

  /** The socket of the present attempt, or of the connection that came of it. */
  NanoSocket socket() {
    return socket;
  }

  /** What has happened since the last check. */
  Change check(long now) {
    boolean there =
        !socket.isClosed() && socket.statistic(Statistic.CURRENT_CONNECTIONS) > 0 && !isAnother();
    if (there == connected) {
      return Change.NONE;
    }
    connected = there;
    absentSince = now;
    if (there) {
      destination.connected();
    }
    return there ? Change.CONNECTED : Change.DISCONNECTED;
  }

  /**
   * Whether nanomsg has made another connection in place of the first: what is sent now would go
   * over that. Any thread may ask.
   */
  boolean isAnother() {
    return socket.statistic(Statistic.ESTABLISHED_CONNECTIONS) > 1;
  }

  /** Whether the present attempt has failed, or the connection is gone. */
  boolean isOver(long now) {
    return !connected && (hasFailed() || now - begunNanos > destination.attemptNanos());
  }

  private boolean hasFailed() {
    return socket.isClosed()
        || socket.statistic(Statistic.CONNECT_ERRORS) > 0
        || socket.statistic(Statistic.BROKEN_CONNECTIONS) > 0
        || socket.statistic(Statistic.DROPPED_CONNECTIONS) > 0;
  }

  /** How long until the next check. */
  long checkNanos(long now) {
    return connected || now - absentSince > HASTE_NANOS ? WATCH_NANOS : AWAIT_NANOS;
  }

  @Override
  public void close() {
    socket.close();
  }
}
