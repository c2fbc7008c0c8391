package io.outrigger.nanomsg;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What a reply that came too late does to a cooked REQ, and the remedy.
 *
 * <p>A reply that the socket doesn't wait for, such as the second one to a request that was sent
 * again, is freed, but not forgotten: if nothing comes after it, the close of the socket frees it
 * once more, which aborts the process (nanomsg 1.1.5, nn_req_in and nn_req_term). Only replies of
 * more than 32 bytes have memory of their own. So the last one before the close is always a small
 * one, from here.
 */
final class LateReply {
  private static final long PATIENCE_NANOS = 1_000_000_000L;
  private static final long LOOK_NANOS = 50_000;
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Library.Calls library = Library.calls();
  private final int socket;

  /**
   * @param socket the number of a cooked REQ that nobody else calls any more, but to wait
   */
  LateReply(int socket) {
    this.socket = socket;
  }

  /** Has the socket forget what it freed. Its endpoints are ended. */
  void forget(Set<Integer> endpoints) {
    if (statistic(Statistic.ESTABLISHED_CONNECTIONS) == 0
        && statistic(Statistic.ACCEPTED_CONNECTIONS) == 0) {
      return;
    }
    endpoints.forEach(endpoint -> library.nn_shutdown(socket, endpoint));
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (statistic(Statistic.CURRENT_CONNECTIONS) > 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    try (NanoSocket answerer = NanoSocket.openRaw(Protocol.REP);
        NativeMessage message = new NativeMessage();
        SpHeader header = new SpHeader()) {
      String url = "inproc://outrigger-late-reply-" + NEXT.incrementAndGet();
      answerer.bind(url);
      Memory address = Memory.ofText(url);
      library.nn_connect(socket, address.address());
      address.keep();
      ask();
      answerer.set(SocketOption.RECEIVE_TIMEOUT, java.time.Duration.ofNanos(PATIENCE_NANOS));
      if (answerer.receive(message, header) == Outcome.DONE) {
        message.allocate(0);
        answerer.send(message, header);
      }
    }
  }

  private void ask() {
    Memory nothing = new Memory(1);
    library.nn_send(socket, nothing.address(), 0, Library.NN_DONTWAIT);
    nothing.keep();
  }

  private long statistic(Statistic statistic) {
    return library.nn_get_statistic(socket, statistic.number());
  }
}
