package io.outrigger.protocol.socket;

import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Prepares nanomsg sockets. */
public final class Sockets {
  /** How long a process may take to end that still has an address. */
  private static final long RELEASED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int ADDRESS_IN_USE = 98;

  private Sockets() {}

  /** Gives a socket its options, or an address; closes it when that fails. Returns it. */
  public static NanoSocket prepare(NanoSocket socket, Consumer<NanoSocket> preparation) {
    try {
      preparation.accept(socket);
      return socket;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Binds a host's socket. Where a process still has the address, this waits up to 5 s for its end.
   *
   * @throws RuntimeException if that can't be; the text names the process, if it can be found
   */
  public static void bind(NanoSocket socket, String url) {
    long deadline = System.nanoTime() + RELEASED_WITHIN_NANOS;
    while (true) {
      try {
        socket.bind(url);
        return;
      } catch (NanoException e) {
        if (e.errno() != ADDRESS_IN_USE) {
          throw e;
        }
        if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException(
              e.getMessage()
                  + AddressHolder.find(url).map(who -> "; " + who + " has it").orElse(""),
              e);
        }
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }
}
