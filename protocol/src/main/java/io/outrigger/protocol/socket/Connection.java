package io.outrigger.protocol.socket;

import io.outrigger.base.BoundedLog;
import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.Statistic;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * A connection to the other side that is made again whenever it breaks, each time with a nanomsg
 * socket of its own. There are three reasons for that. nanomsg ends an endpoint some time after it
 * was told to, and while two are there, a socket sends over either. What it has read ahead from a
 * connection that broke, up to 2 KiB, upstream's 1.1.5 takes for the beginning of the endpoint's
 * next one. And it connects once more by itself, at once, when a connection breaks, whatever the
 * interval: {@link #isAnother} tells.
 *
 * <p>nanomsg has no event for connections: {@link #check} is to be called every {@link
 * #checkInterval}. Used by one thread at a time, but for what says otherwise; others may use the
 * socket while they know that it is connected.
 */
public final class Connection implements AutoCloseable {
  /** How often a connection is checked that is there. */
  public static final Duration WATCH = Duration.ofMillis(100);

  /** How often one is checked, and tried again, that is awaited. */
  public static final Duration AWAIT = Duration.ofMillis(25);

  /** After so long one that is awaited is checked as seldom as one that is there. */
  private static final long AWAIT_OFTEN_NANOS = Duration.ofSeconds(10).toNanos();

  /** nanomsg's own further attempts, but the first: so late that they never happen. */
  private static final Duration NEVER = Duration.ofDays(20);

  /** What has happened to a connection since the last check. */
  public enum Change {
    NONE,
    CONNECTED,
    DISCONNECTED
  }

  private record Attempt(NanoSocket socket, long number) {}

  private final Destination destination;
  private final Supplier<NanoSocket> opener;
  private final BoundedLog failures = new BoundedLog(LoggerFactory.getLogger(Connection.class));

  /** Its socket is closed if it could not begin, such as while a name is looked up. */
  private volatile Attempt attempt;

  private boolean connected;
  private long begunNanos;
  private long absentSince = System.nanoTime();

  /**
   * Begins the first attempt, or to look up a name for it.
   *
   * @param opener opens a socket with its options, for each attempt
   * @throws NanoException if the attempt can't begin; nothing is left open then
   */
  public Connection(Destination destination, Supplier<NanoSocket> opener) {
    this.destination = destination;
    this.opener = opener;
    begin();
  }

  private void begin() {
    begunNanos = System.nanoTime();
    String url = destination.next(begunNanos);
    if (url == null && attempt != null) {
      return;
    }
    NanoSocket socket = Sockets.prepare(opener.get(), opened -> connect(opened, url));
    attempt = new Attempt(socket, number() + 1);
  }

  private static void connect(NanoSocket socket, String url) {
    if (url == null) {
      socket.close();
      return;
    }
    socket.set(SocketOption.IPV4_ONLY, !EndpointUrl.isIpv6(url));
    socket.set(SocketOption.RECONNECT_INTERVAL, NEVER);
    socket.connect(url);
  }

  /** The socket of the present attempt, or of the connection that came of it. Any thread. */
  public NanoSocket socket() {
    return attempt.socket();
  }

  private long number() {
    Attempt current = attempt;
    return current == null ? 0 : current.number();
  }

  /**
   * Tells one connection from the next: the number of the attempt that it came of. Any thread.
   *
   * @return 0 if the present attempt has come to no connection, or to more than one
   * @throws NanoException if the socket is closed meanwhile
   */
  public long connectionNumber() {
    Attempt current = attempt;
    return current.socket().statistic(Statistic.ESTABLISHED_CONNECTIONS) == 1
        ? current.number()
        : 0;
  }

  /** Finds out what has happened since the last check. */
  public Change check(long now) {
    boolean there =
        !socket().isClosed()
            && socket().statistic(Statistic.CURRENT_CONNECTIONS) > 0
            && !isAnother();
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

  /** Whether it was there at the last check. */
  public boolean isConnected() {
    return connected;
  }

  /**
   * Whether nanomsg has made another connection in place of the first: what is sent now would go
   * over that. Any thread.
   */
  public boolean isAnother() {
    return socket().statistic(Statistic.ESTABLISHED_CONNECTIONS) > 1;
  }

  /** Begins another attempt, in place of the one before, if that has failed or its time is up. */
  public void reconnectIfDue(long now) {
    if (connected || !hasFailed() && now - begunNanos <= destination.attemptNanos()) {
      return;
    }
    warnOfStranger();
    socket().close();
    try {
      begin();
    } catch (NanoException e) {
      failures.warn("{}", e.getMessage());
    }
  }

  private boolean hasFailed() {
    NanoSocket socket = socket();
    return socket.isClosed()
        || socket.statistic(Statistic.CONNECT_ERRORS) > 0
        || socket.statistic(Statistic.BROKEN_CONNECTIONS) > 0
        || socket.statistic(Statistic.DROPPED_CONNECTIONS) > 0;
  }

  private void warnOfStranger() {
    if (!socket().isClosed()
        && Statistic.REJECTED_CONNECTIONS.isCounted()
        && socket().statistic(Statistic.REJECTED_CONNECTIONS) > 0) {
      failures.warn(
          "{}: what listens there is no end of a session: check the address on both sides",
          destination.url());
    }
  }

  /** How long until the next check. */
  public Duration checkInterval(long now) {
    return connected ? WATCH : absentCheckInterval(now - absentSince);
  }

  /** How long until the next check when the other side has been away for so long. */
  public static Duration absentCheckInterval(long absentNanos) {
    return absentNanos > AWAIT_OFTEN_NANOS ? WATCH : AWAIT;
  }

  /** Closes the socket, which wakes all that wait. Idempotent; any thread. */
  @Override
  public void close() {
    socket().close();
  }
}
