package io.outrigger.nanomsg;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongToIntFunction;

/**
 * A native socket and its number: every call that names the number is made here, behind the gate,
 * so that none is made once the socket is closed.
 *
 * <p>Sends and receives never wait: the library would read the clock at each call that may, and
 * can't be interrupted. {@link #await} waits. They return what C does, and the negative error
 * number on failure: they make no exception and no other object.
 */
final class NativeSocket {
  private final Library.Calls library = Library.calls();
  private final CallGate gate = new CallGate();
  private final String name;
  private final int number;

  // Each polls the one descriptor that the library keeps readable while the socket is ready; null
  // if the protocol doesn't have that direction. Threads share them: what the kernel writes there
  // isn't read. The descriptor is closed with the socket. A thread that was about to poll it then
  // polls none, which ends at once, or one that the process opened meanwhile, which does no harm
  // for the slice that it lasts.
  private final PollArray sendable;
  private final PollArray receivable;

  private final Endpoints endpoints;

  /** Run when the socket is closed: they end its registrations before its descriptors end. */
  private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();

  // Guarded by this.
  private boolean gone;

  /**
   * @param domain {@link Library#AF_SP} or {@link Library#AF_SP_RAW}
   * @param name for error texts
   */
  NativeSocket(int domain, Protocol protocol, String name) {
    this.name = name;
    endpoints = new Endpoints(protocol);
    number = SocketNumbers.open(domain, protocol, gate, name);
    sendable = protocol.sends() ? new PollArray(descriptor(Interest.SEND)) : null;
    receivable = protocol.receives() ? new PollArray(descriptor(Interest.RECEIVE)) : null;
  }

  String name() {
    return name;
  }

  boolean isClosed() {
    return gate.isClosed();
  }

  /**
   * Sends or receives: the message in the cell at this address or, with a header, what the
   * nn_msghdr there describes.
   */
  int transfer(Interest direction, boolean header, long address) {
    if (!gate.enter()) {
      return -Errno.EBADF;
    }
    try {
      return result(call(direction, header, address));
    } finally {
      gate.leave();
    }
  }

  private int call(Interest direction, boolean header, long address) {
    boolean send = direction == Interest.SEND;
    if (header) {
      return send
          ? library.nn_sendmsg(number, address, Library.NN_DONTWAIT)
          : library.nn_recvmsg(number, address, Library.NN_DONTWAIT);
    }
    return send
        ? library.nn_send(number, address, Library.NN_MSG, Library.NN_DONTWAIT)
        : library.nn_recv(number, address, Library.NN_MSG, Library.NN_DONTWAIT);
  }

  /** Waits until a send or receive may succeed: 1; or until this time is over: 0. */
  int await(Interest interest, int millis) {
    PollArray readiness = interest == Interest.SEND ? sendable : receivable;
    if (readiness == null) {
      return -Errno.ENOTSUP;
    }
    if (!gate.enter()) {
      return -Errno.EBADF;
    }
    try {
      return result(readiness.poll(millis));
    } finally {
      gate.leave();
    }
  }

  private static int result(int returned) {
    return returned >= 0 ? returned : -Library.errno();
  }

  /** Sets an option to the first bytes of this memory. */
  void setOption(String level, String option, Memory value, int length) {
    enter();
    try {
      check(
          library.nn_setsockopt(
              number, Symbols.value(level), Symbols.value(option), value.address(), length),
          "set " + option);
    } finally {
      gate.leave();
      value.keep();
    }
  }

  /** Reads an option into this memory. Returns its length. */
  int getOption(String level, String option, Memory value) {
    Memory length = new Memory(Memory.WORD);
    length.putWord(0, value.bytes().capacity());
    enter();
    try {
      check(
          library.nn_getsockopt(
              number,
              Symbols.value(level),
              Symbols.value(option),
              value.address(),
              length.address()),
          "get " + option);
      return (int) length.getWord(0);
    } finally {
      gate.leave();
      value.keep();
      length.keep();
    }
  }

  Endpoint bind(Address address) {
    return endpoint(address, url -> result(library.nn_bind(number, url)));
  }

  Endpoint connect(Address address) {
    return endpoint(address, url -> result(library.nn_connect(number, url)));
  }

  private Endpoint endpoint(Address address, LongToIntFunction maker) {
    checkOpen(); // known without waiting for a close that has begun
    return openEndpoint(address, maker);
  }

  /** As {@link #endEndpoint} not while the socket closes, which ends all its endpoints. */
  private synchronized Endpoint openEndpoint(Address address, LongToIntFunction maker) {
    enter();
    try {
      int endpoint = endpoints.add(address, maker);
      if (endpoint < 0) {
        throw failure(-endpoint, address.what());
      }
      return new Endpoint(this, endpoint, address);
    } finally {
      gate.leave();
    }
  }

  /** Does nothing once the socket is closed. */
  void shutdown(int endpoint, String url) {
    if (!gate.isClosed()) {
      endEndpoint(endpoint, url);
    }
  }

  private synchronized void endEndpoint(int endpoint, String url) {
    if (!gate.enter()) {
      return;
    }
    try {
      check(library.nn_shutdown(number, endpoint), "shut down " + url);
      endpoints.remove(endpoint);
    } finally {
      gate.leave();
    }
  }

  long statistic(Statistic statistic) {
    enter();
    try {
      long value = library.nn_get_statistic(number, statistic.number());
      // Also the priority of the peers that can be sent to when there are none.
      if (value == -1 && gate.isClosed()) {
        throw closed();
      }
      return value;
    } finally {
      gate.leave();
    }
  }

  /** The file descriptor that is readable when the socket is ready for that. */
  int descriptor(Interest interest) {
    Memory value = new Memory(Integer.BYTES);
    getOption("NN_SOL_SOCKET", interest.descriptorOption(), value);
    return value.bytes().getInt(0);
  }

  /** Runs this when the socket is closed, also if it is already. */
  void watch(Runnable onClose) {
    watchers.add(onClose);
    if (gate.isClosed()) {
      onClose.run();
    }
  }

  void unwatch(Runnable onClose) {
    watchers.remove(onClose);
  }

  /**
   * @throws NanoException if the socket is closed
   */
  void checkOpen() {
    enter();
    gate.leave();
  }

  private void enter() {
    if (!gate.enter()) {
      throw closed();
    }
  }

  private NanoException closed() {
    return new NanoException(Errno.EBADF, "the " + name + " socket is closed: open another");
  }

  /** Why a call failed, perhaps because the socket was closed during it. */
  private NanoException failure(int errno, String operation) {
    return errno == Errno.EBADF || errno == Errno.ETERM
        ? closed()
        : Errno.exception(errno, operation);
  }

  private void check(int returned, String operation) {
    if (returned < 0) {
      throw failure(Library.errno(), operation + " of a " + name + " socket");
    }
  }

  /** Lets no call in any longer, wakes those that wait, and gives the number back. Idempotent. */
  synchronized void close() {
    gate.close();
    watchers.forEach(Runnable::run);
    if (!gone) {
      gone = library.nn_close(number) == 0;
      endpoints.clear();
    }
  }
}
