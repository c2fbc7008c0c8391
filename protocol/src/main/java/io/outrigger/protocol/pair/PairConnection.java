package io.outrigger.protocol.pair;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.nanomsg.SocketOption;
import io.outrigger.protocol.socket.Connection;
import io.outrigger.protocol.socket.LibraryLimits;
import io.outrigger.protocol.socket.Sockets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An NN_PAIR socket with one address, and whether the other side is there.
 *
 * <p>One that connects is a {@link Connection}, with a socket of its own for each connection. A
 * socket that is bound stays, as long as the other side remembers nothing of an earlier connection:
 * then {@link SilentListener} takes the address for a while.
 *
 * <p>nanomsg has no event for connections: {@link #check} is to be called every {@link #slice}. Any
 * thread may, and may use the socket; one that was replaced meanwhile says that it is closed.
 */
abstract class PairConnection implements AutoCloseable {
  /** There is no connection. */
  static final long NONE = 0;

  /** What the other side's going can't do without: a send that waits ends. */
  private static final Duration SEND_TIMEOUT = Connection.WATCH;

  /** Who sends more than we send ourselves gets through, as far as that is safe. */
  private static final long MIN_RECEIVE_BYTES = 16 << 20;

  private final String url;
  private final long maxReceiveBytes;

  // Written under this object's lock.
  private volatile long present = NONE;
  private volatile boolean closed;
  private volatile Duration slice = Connection.AWAIT;

  /** Guarded by this. */
  private long presences;

  /**
   * @param maxMessageBytes the largest message that this side sends
   */
  PairConnection(String url, long maxMessageBytes) {
    this.url = url;
    maxReceiveBytes = Math.max(maxMessageBytes, MIN_RECEIVE_BYTES);
    LibraryLimits.tell();
  }

  final String url() {
    return url;
  }

  /** Opens a socket with its options. */
  final NanoSocket open() {
    return Sockets.prepare(
        NanoSocket.open(Protocol.PAIR),
        opened -> {
          opened.set(SocketOption.MAX_RECEIVE_SIZE, maxReceiveBytes);
          opened.set(SocketOption.RECEIVE_TIMEOUT, slice);
          opened.set(SocketOption.SEND_TIMEOUT, SEND_TIMEOUT);
        });
  }

  /** The socket as it is now. */
  abstract NanoSocket socket();

  /** Checks whether the other side is there, and tries to be there itself if that is due. */
  final synchronized void check() {
    if (!closed) {
      checkOpen(System.nanoTime());
    }
  }

  /** As {@link #check}; not closed, and with the lock held. */
  abstract void checkOpen(long now);

  /** The last check has found that; with the lock held. */
  final void found(boolean there, Duration nextSlice) {
    if (there != isThere()) {
      present = there ? ++presences : NONE;
      notifyAll();
    }
    if (nextSlice != slice) {
      slice = nextSlice;
      if (!socket().isClosed()) {
        socket().set(SocketOption.RECEIVE_TIMEOUT, nextSlice);
      }
    }
  }

  /** How long until the next check; a receive waits no longer. */
  final Duration slice() {
    return slice;
  }

  /** Whether the other side was there at the last check. */
  final boolean isThere() {
    return present != NONE;
  }

  /** Tells what the last check saw from what another one did; {@link #NONE} if nobody was there. */
  final long present() {
    return present;
  }

  /**
   * Tells one connection from the next; {@link #NONE} if there has been none. For a socket that is
   * bound it is the number of those there have been, also of those that NN_PAIR didn't keep because
   * another one was there.
   */
  abstract long number();

  /**
   * Waits until the other side is there, or until it isn't.
   *
   * @return whether it is so; false when the time is over, or the connection is closed
   */
  final synchronized boolean await(boolean expected, Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    long deadline = PairTime.now() + left;
    while (isThere() != expected && !closed && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - PairTime.now();
    }
    return isThere() == expected;
  }

  final boolean isClosed() {
    return closed;
  }

  /** Closes the socket, which wakes all that wait. Idempotent. */
  @Override
  public final synchronized void close() {
    closed = true;
    try {
      closeSocket();
    } finally {
      notifyAll();
    }
  }

  /** With the lock held. */
  abstract void closeSocket();
}
