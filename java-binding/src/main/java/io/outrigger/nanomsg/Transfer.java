package io.outrigger.nanomsg;

/**
 * Sends and receives messages on one socket, waiting in slices. Allocates nothing unless it fails.
 */
final class Transfer {
  private final NativeSocket socket;
  private final Protocol protocol;
  private final boolean raw;

  Transfer(NativeSocket socket, Protocol protocol, boolean raw) {
    this.socket = socket;
    this.protocol = protocol;
    this.raw = raw;
  }

  /**
   * @param header null for none
   */
  Outcome send(NativeMessage message, SpHeader header, WaitTime time) {
    checkHeader(header);
    long cell = message.beginSend();
    int result = -1;
    try {
      result = transfer(Interest.SEND, header, cell, time);
      return outcome(result, "send on");
    } finally {
      message.endSend(result >= 0);
    }
  }

  Outcome awaitSendable(WaitTime time) {
    int ready = await(Interest.SEND, time, System.nanoTime());
    // A close makes it ready, too.
    return ready > 0 && socket.isClosed() ? Outcome.CLOSED : outcome(ready, "wait on");
  }

  /** Parameters as {@link #send}. */
  Outcome receive(NativeMessage message, SpHeader header, WaitTime time) {
    long cell = message.beginReceive();
    int result = -1;
    try {
      result = transfer(Interest.RECEIVE, header, cell, time);
      return outcome(result, "receive on");
    } finally {
      message.endReceive(result);
    }
  }

  /**
   * Tries until it succeeds or needn't go on. Returns what the last try or wait did, as do the
   * methods below: what C returns, and the negative error number on failure.
   */
  private int transfer(Interest direction, SpHeader header, long cell, WaitTime time) {
    long begin = 0;
    for (; ; ) {
      int result = attempt(direction, header, cell);
      if (result == -Errno.EFSM && begin != 0 && protocol == Protocol.SURVEYOR) {
        return -Errno.ETIMEDOUT; // the survey ended, and another thread was told so
      }
      if (result != -Errno.EAGAIN || time.isNone()) {
        return result;
      }
      int end = begin == 0 ? 0 : endOfWait(time, begin);
      if (end < 0) {
        return end; // another thread was quicker
      }
      begin = begin == 0 ? System.nanoTime() : begin;
      int ready = await(direction, time, begin);
      if (ready < 0) {
        return ready;
      }
    }
  }

  private int attempt(Interest direction, SpHeader header, long cell) {
    if (header == null) {
      return socket.transfer(direction, false, cell);
    }
    boolean receive = direction == Interest.RECEIVE;
    long address = receive ? header.beginReceive(cell) : header.beginSend(cell);
    int result = -1;
    try {
      result = socket.transfer(direction, true, address);
      return result;
    } finally {
      header.end(receive && result >= 0);
    }
  }

  /** Waits until a send or receive is worth a try: positive. */
  private int await(Interest interest, WaitTime time, long begin) {
    for (; ; ) {
      int ready = socket.await(interest, time.sliceMillis(begin));
      if (ready > 0 || ready == -Errno.EBADF) {
        return ready;
      }
      if (ready < 0 && ready != -Errno.EINTR) {
        throw failure(-ready, "wait on");
      }
      int end = endOfWait(time, begin);
      if (end < 0) {
        return end;
      }
    }
  }

  /** How a wait ends that began then and was in vain so far; 0 if it goes on. */
  private static int endOfWait(WaitTime time, long begin) {
    if (Thread.currentThread().isInterrupted()) {
      return -Errno.EINTR;
    }
    return time.isOver(begin) ? -Errno.ETIMEDOUT : 0;
  }

  private Outcome outcome(int returned, String operation) {
    if (returned >= 0) {
      return Outcome.DONE;
    }
    return switch (-returned) {
      case Errno.EAGAIN -> Outcome.WOULD_BLOCK;
      case Errno.EBADF, Errno.ETERM -> Outcome.CLOSED;
      case Errno.ETIMEDOUT -> Outcome.TIMED_OUT;
      case Errno.EINTR -> Outcome.INTERRUPTED;
      default -> throw failure(-returned, operation);
    };
  }

  private NanoException failure(int errno, String operation) {
    return Errno.exception(errno, operation + " a " + socket.name() + " socket");
  }

  /** The library aborts the process on a header it didn't expect, and drops what lacks its own. */
  private void checkHeader(SpHeader header) {
    boolean none = header == null || header.words() == 0;
    if (!raw && !none) {
      throw new IllegalArgumentException(
          "a cooked " + protocol + " makes its headers itself: send without, or use openRaw");
    }
    if (raw && none && (protocol == Protocol.REP || protocol == Protocol.RESPONDENT)) {
      throw new IllegalArgumentException(
          "a raw " + protocol + " needs the header that was received, to know where to send");
    }
  }
}
