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
    Outcome outcome = null;
    try {
      outcome = send(cell, header, time);
      return outcome;
    } finally {
      message.endSend(outcome == Outcome.DONE);
    }
  }

  private Outcome send(long cell, SpHeader header, WaitTime time) {
    long begin = 0;
    for (; ; ) {
      int result = header == null ? socket.send(cell) : send(cell, header);
      if (result >= 0) {
        return Outcome.DONE;
      }
      if (result != -Errno.EAGAIN) {
        return end(-result, begin != 0, "send on");
      }
      if (time.isNone()) {
        return Outcome.WOULD_BLOCK;
      }
      Outcome end = begin == 0 ? null : endOfWait(time, begin);
      if (end != null) {
        return end; // another thread was quicker
      }
      begin = begin == 0 ? System.nanoTime() : begin;
      Outcome ready = await(Interest.SEND, time, begin);
      if (ready != Outcome.DONE) {
        return ready;
      }
    }
  }

  private int send(long cell, SpHeader header) {
    long address = header.beginSend(cell);
    try {
      return socket.sendMessage(address);
    } finally {
      header.endSend();
    }
  }

  Outcome awaitSendable(WaitTime time) {
    Outcome ready = await(Interest.SEND, time, System.nanoTime());
    // A close makes it ready, too.
    return ready == Outcome.DONE && socket.isClosed() ? Outcome.CLOSED : ready;
  }

  /** Parameters as {@link #send(NativeMessage, SpHeader, WaitTime)}. */
  Outcome receive(NativeMessage message, SpHeader header, WaitTime time) {
    long cell = message.beginReceive();
    int bytes = -1;
    try {
      long begin = 0;
      for (; ; ) {
        bytes = header == null ? socket.receive(cell) : receive(cell, header);
        if (bytes >= 0) {
          return Outcome.DONE;
        }
        if (bytes != -Errno.EAGAIN) {
          return end(-bytes, begin != 0, "receive on");
        }
        if (time.isNone()) {
          return Outcome.WOULD_BLOCK;
        }
        Outcome end = begin == 0 ? null : endOfWait(time, begin);
        if (end != null) {
          return end; // another thread was quicker
        }
        begin = begin == 0 ? System.nanoTime() : begin;
        Outcome ready = await(Interest.RECEIVE, time, begin);
        if (ready != Outcome.DONE) {
          return ready;
        }
      }
    } finally {
      message.endReceive(bytes);
    }
  }

  private int receive(long cell, SpHeader header) {
    long address = header.beginReceive(cell);
    int bytes = -1;
    try {
      bytes = socket.receiveMessage(address);
      return bytes;
    } finally {
      header.endReceive(bytes >= 0);
    }
  }

  /** Waits until a send or receive is worth a try, which is {@link Outcome#DONE}. */
  private Outcome await(Interest interest, WaitTime time, long begin) {
    for (; ; ) {
      int ready = socket.await(interest, time.sliceMillis(begin));
      if (ready < 0 && ready != -Errno.EINTR) {
        return end(-ready, false, "wait on");
      }
      if (ready > 0) {
        return Outcome.DONE;
      }
      Outcome end = endOfWait(time, begin);
      if (end != null) {
        return end;
      }
    }
  }

  /** How a wait ends that began then and was in vain so far; null if it goes on. */
  private static Outcome endOfWait(WaitTime time, long begin) {
    if (Thread.currentThread().isInterrupted()) {
      return Outcome.INTERRUPTED;
    }
    return time.isOver(begin) ? Outcome.TIMED_OUT : null;
  }

  /**
   * Tells how a call ends that got this error number.
   *
   * @param waited whether it had to wait before
   */
  private Outcome end(int errno, boolean waited, String operation) {
    switch (errno) {
      case Errno.EBADF, Errno.ETERM:
        return Outcome.CLOSED;
      case Errno.ETIMEDOUT:
        return Outcome.TIMED_OUT;
      default:
        // The survey that it waited in ended, and another thread was told so.
        if (errno == Errno.EFSM && waited && protocol == Protocol.SURVEYOR) {
          return Outcome.TIMED_OUT;
        }
        throw Errno.exception(errno, operation + " a " + socket.name() + " socket");
    }
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
