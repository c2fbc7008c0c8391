package io.outrigger.nanomsg;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens native sockets under numbers that no earlier call can still reach.
 *
 * <p>The library gives the number of a closed socket to the next one at once. A thread may have
 * passed the {@link CallGate} of the old socket and be about to call the library with that number:
 * it would send to, or receive from, somebody else's socket. So a socket is kept only if all calls
 * that could mean its number's former owner have left. If not, it is closed again, unused, and
 * another one is opened, until they have: at the latest after the 100 ms of a slice.
 */
final class SocketNumbers {
  /** The gate of the socket that has, or last had, each number. */
  private static final Map<Integer, CallGate> GATES = new ConcurrentHashMap<>();

  private static final long PAUSE_NANOS = 1_000_000;

  private SocketNumbers() {}

  /** The number of a new native socket, whose calls go through this gate. */
  static int open(int domain, Protocol protocol, CallGate gate, String name) {
    Library.Calls library = Library.calls();
    for (; ; ) {
      int number = library.nn_socket(domain, protocol.number());
      if (number < 0) {
        throw Errno.exception(Library.errno(), "open a " + name + " socket");
      }
      CallGate before = GATES.get(number);
      if (before == null || before.isDeserted()) {
        GATES.put(number, gate);
        return number;
      }
      library.nn_close(number);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
