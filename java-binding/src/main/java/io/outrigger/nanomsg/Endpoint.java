package io.outrigger.nanomsg;

/**
 * One address that a socket is bound or connected to. Its close leaves the socket's others alone.
 */
public final class Endpoint implements AutoCloseable {
  private final NanoSocket socket;
  private final int number;
  private final String url;
  private boolean closed;

  Endpoint(NanoSocket socket, int number, String url) {
    this.socket = socket;
    this.number = number;
    this.url = url;
  }

  /** The address. */
  public String url() {
    return url;
  }

  /** Shuts this endpoint down. Idempotent; does nothing once the socket is closed. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      socket.shutdown(number, url);
    }
  }
}
