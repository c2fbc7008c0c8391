package io.outrigger.nanomsg;

/**
 * Sends and receives messages on one socket, waiting in slices in the library. Allocates nothing
 * unless it fails.
 */
final class Transfer {
  private final NativeSocket socket;
  private final Protocol protocol;
  private final boolean raw;
  private final boolean cookedRequests;

  Transfer(NativeSocket socket, Protocol protocol, boolean raw) {
    this.socket = socket;
    this.protocol = protocol;
    this.raw = raw;
    cookedRequests = !raw && protocol == Protocol.REQ;
  }

  /**
   * @param header null for none
   * @param flags {@link Library#NN_DONTWAIT} or 0
   */
  Outcome send(NativeMessage message, SpHeader header, WaitTime time, int flags) {
    checkHeader(header);
    long cell = message.beginSend();
    Outcome outcome = null;
    try {
      outcome = send(cell, header, time, flags);
      return outcome;
    } finally {
      message.endSend(outcome == Outcome.DONE);
    }
  }

  private Outcome send(long cell, SpHeader header, WaitTime time, int flags) {
    long begin = 0;
    for (; ; ) {
      int result = header == null ? socket.send(cell, flags) : send(cell, header, flags);
      if (result >= 0) {
        return Outcome.DONE;
      }
      Outcome end = end(-result, begin != 0, flags, "send on");
      if (end != null) {
        return end;
      }
      long now = System.nanoTime();
      begin = begin == 0 ? now - slept(-result, time) : begin;
      if (now - begin >= time.nanos()) {
        return Outcome.TIMED_OUT;
      }
    }
  }

  Outcome awaitSendable(WaitTime time) {
    long begin = System.nanoTime();
    for (; ; ) {
      int ready = socket.pollSend(time.sliceMillis());
      if (ready > 0) {
        // A close makes it ready, too.
        return socket.isClosed() ? Outcome.CLOSED : Outcome.DONE;
      }
      Outcome end = end(ready == 0 ? Errno.ETIMEDOUT : -ready, false, 0, "wait on");
      if (end != null) {
        return end;
      }
      if (System.nanoTime() - begin >= time.nanos()) {
        return Outcome.TIMED_OUT;
      }
    }
  }

  private int send(long cell, SpHeader header, int flags) {
    long address = header.beginSend(cell);
    try {
      return socket.sendMessage(address, flags);
    } finally {
      header.endSend();
    }
  }

  /** Parameters as {@link #send(NativeMessage, SpHeader, WaitTime, int)}. */
  Outcome receive(NativeMessage message, SpHeader header, WaitTime time, int flags) {
    Outcome outcome = receiveAny(message, header, time, flags);
    if (outcome == Outcome.DONE && cookedRequests && socket.isClosed()) {
      // It may be what LateReply sends while the socket closes.
      message.clear();
      return Outcome.CLOSED;
    }
    return outcome;
  }

  private Outcome receiveAny(NativeMessage message, SpHeader header, WaitTime time, int flags) {
    long cell = message.beginReceive();
    int bytes = -1;
    try {
      long begin = 0;
      for (; ; ) {
        bytes = header == null ? socket.receive(cell, flags) : receive(cell, header, flags);
        if (bytes >= 0) {
          return Outcome.DONE;
        }
        Outcome end = end(-bytes, begin != 0, flags, "receive on");
        if (end != null) {
          return end;
        }
        long now = System.nanoTime();
        begin = begin == 0 ? now - slept(-bytes, time) : begin;
        if (now - begin >= time.nanos()) {
          return Outcome.TIMED_OUT;
        }
      }
    } finally {
      message.endReceive(bytes);
    }
  }

  private int receive(long cell, SpHeader header, int flags) {
    long address = header.beginReceive(cell);
    int bytes = -1;
    try {
      bytes = socket.receiveMessage(address, flags);
      return bytes;
    } finally {
      header.endReceive(bytes >= 0);
    }
  }

  /**
   * Tells how a call ends that got this error number; null if it goes on waiting.
   *
   * @param waited whether a slice of it had ended before
   */
  private Outcome end(int errno, boolean waited, int flags, String operation) {
    switch (errno) {
      case Errno.EAGAIN:
        return Outcome.WOULD_BLOCK;
      case Errno.EBADF, Errno.ETERM:
        return Outcome.CLOSED;
      case Errno.EINTR, Errno.ETIMEDOUT:
        if (Thread.currentThread().isInterrupted()) {
          return Outcome.INTERRUPTED;
        }
        return flags == Library.NN_DONTWAIT ? Outcome.TIMED_OUT : null;
      default:
        // What seemed the end of a slice was that of the survey, and the next call found none.
        if (errno == Errno.EFSM && waited && protocol == Protocol.SURVEYOR) {
          return Outcome.TIMED_OUT;
        }
        throw Errno.exception(errno, operation + " a " + socket.name() + " socket");
    }
  }

  /** How long the first slice took; a signal may have ended it at any time. */
  private static long slept(int errno, WaitTime time) {
    return errno == Errno.ETIMEDOUT ? time.sliceNanos() : 0;
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
