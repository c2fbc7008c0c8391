package io.outrigger.protocol.reqrep;

import io.outrigger.nanomsg.Endpoint;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.nanomsg.Statistic;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A socket's one connection to an address, in the owner's hands: nanomsg tries once, and its owner
 * decides when it tries again. So nothing can be sent over a new connection that its owner doesn't
 * know of.
 *
 * <p>nanomsg has no event for connections: {@link #look} is to be called every few hundredths of a
 * second. Used by one thread at a time.
 */
final class Connection {
  /** nanomsg's own attempts: so seldom that they never happen. */
  private static final Duration NEVER = Duration.ofDays(20);

  /** After this many attempts it is no longer urgent. */
  private static final int URGENT_ATTEMPTS = 200;

  private static final long PATIENT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** An attempt that says nothing for so long is given up. */
  private static final long ATTEMPT_NANOS = TimeUnit.SECONDS.toNanos(10);

  enum Change {
    NONE,
    CONNECTED,
    DISCONNECTED
  }

  private final NanoSocket socket;
  private final String url;
  private Endpoint endpoint;
  private boolean connected;
  private long established;
  private long errors;
  private long attemptNanos;
  private int attempts;

  /** Begins the first attempt. */
  Connection(NanoSocket socket, String url) {
    this.socket = socket;
    this.url = url;
    socket.set(SocketOption.RECONNECT_INTERVAL, NEVER);
    connect();
  }

  private void connect() {
    endpoint = socket.connect(url);
    attemptNanos = System.nanoTime();
    attempts++;
  }

  /** What has happened since the last look. */
  Change look() {
    long nowEstablished = socket.statistic(Statistic.ESTABLISHED_CONNECTIONS);
    boolean now = socket.statistic(Statistic.CURRENT_CONNECTIONS) > 0;
    boolean another = nowEstablished != established;
    established = nowEstablished;
    if (connected && (!now || another)) {
      connected = false;
      return Change.DISCONNECTED;
    }
    if (!connected && now) {
      connected = true;
      attempts = 0;
      return Change.CONNECTED;
    }
    return Change.NONE;
  }

  /** Whether {@link #tryAgain} should be called: there is no connection, and none in the making. */
  boolean isTryDue() {
    if (connected) {
      return false;
    }
    long since = System.nanoTime() - attemptNanos;
    boolean failed = errors() != errors;
    return failed && (attempts < URGENT_ATTEMPTS || since > PATIENT_NANOS) || since > ATTEMPT_NANOS;
  }

  private long errors() {
    return socket.statistic(Statistic.CONNECT_ERRORS)
        + socket.statistic(Statistic.BROKEN_CONNECTIONS)
        + socket.statistic(Statistic.DROPPED_CONNECTIONS);
  }

  /** Begins another attempt in place of the one before. Nobody may be sending. */
  void tryAgain() {
    endpoint.close();
    errors = errors();
    connect();
  }
}
