package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.nanomsg.NanoSocket;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workaround for what an unmodified nanomsg 1.1.5 remembers of a dead connection, for a socket
 * that is bound to an ipc address: its peer takes up to 2 KiB that it had read ahead for the
 * greeting of the next connection, and connects and hangs up without end. {@link ReconnectLoop}
 * notices that; then the socket gives up its address for a while, to a {@link SilentListener} that
 * has the peer forget those bytes.
 *
 * <p>Used under the lock of its {@link PairConnection}. For any other socket it does nothing.
 */
final class StaleGreeting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StaleGreeting.class);
  private static final String IPC = "ipc://";

  private final String url;
  private final BoundedLog failures = new BoundedLog(LOG);

  /** Null for a socket whose address isn't a path. */
  private final ReconnectLoop loop;

  /** In place of the socket, which is closed; null mostly. */
  private SilentListener listener;

  StaleGreeting(String url) {
    this.url = url;
    loop = url.startsWith(IPC) ? new ReconnectLoop(path()) : null;
  }

  private String path() {
    return url.substring(IPC.length());
  }

  /** Whether the peer has stale bytes, as of a socket that is open; to be asked often. */
  boolean isSuspected(NanoSocket socket) {
    try {
      if (loop == null || !loop.isSeen(socket)) {
        return false;
      }
    } catch (IOException e) {
      failures.warn("{}: {}", url, e.getMessage());
      return false;
    }
    LOG.warn(
        "{}: the other side connects and hangs up, again and again: this side helps it to forget an"
            + " earlier connection; if it goes on, see who connects there: an NN_PAIR socket is"
            + " right",
        url);
    loop.forget();
    return true;
  }

  /** Takes the address over from the socket, which is closed. */
  void takeAddress() {
    try {
      listener = new SilentListener(Path.of(path()));
    } catch (IOException e) {
      failures.warn("{}: {}", url, e.getMessage());
    }
  }

  /** Whether it holds the address. Goes on with its work, without a wait; to be asked often. */
  boolean holdsAddress() {
    try {
      if (listener != null && !listener.isDone()) {
        return true;
      }
    } catch (IOException e) {
      failures.warn("{}: {}", url, e.getMessage());
    }
    close();
    return false;
  }

  /** Leaves the address to the next socket. Idempotent. */
  @Override
  public void close() {
    try {
      if (listener != null) {
        listener.close();
      }
    } catch (IOException e) {
      failures.warn("{}: {}", url, e.getMessage());
    }
    listener = null;
  }
}
