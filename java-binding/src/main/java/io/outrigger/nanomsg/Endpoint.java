package io.outrigger.nanomsg;

/**
 * One address that a socket is bound or connected to. Its close leaves the socket's others alone,
 * and the socket open. Any thread may use it.
 */
public final class Endpoint implements AutoCloseable {
  private final NativeSocket socket;
  private final int number;
  private final Address address;
  private boolean closed;

  Endpoint(NativeSocket socket, int number, Address address) {
    this.socket = socket;
    this.number = number;
    this.address = address;
  }

  /** The address, as it was given. */
  public String url() {
    return address.url();
  }

  /**
   * Shuts this endpoint down: it takes no new connections and ends those it has, some time after
   * this call. Idempotent; does nothing once the socket is closed.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      socket.shutdown(number, address.url());
      closed = true;
    }
  }
}
