package io.outrigger.nanomsg;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A nanomsg socket. May be used from any thread; a message or header passed to a call belongs to
 * that call until it returns.
 *
 * <p>A call that waits does so in slices of 100 ms in the library, so that an interrupt of its
 * thread ends it within that time. {@link #close} wakes it at once.
 */
public final class NanoSocket implements AutoCloseable {
  private static final int SLICE_MILLIS = 100;
  private static final long DEFAULT_MAX_RECEIVE_SIZE = 16L << 20;
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE / 2_000_000_000L);

  private final Library.Calls library = Library.calls();
  private final int socket;
  private final String name;
  private final CallGate gate = new CallGate();
  private final Map<SocketOption<?>, Object> options = new ConcurrentHashMap<>();
  private volatile long sendNanos = FOREVER.toNanos();
  private volatile long receiveNanos = FOREVER.toNanos();

  private NanoSocket(int domain, Protocol protocol) {
    name = (domain == Library.AF_SP_RAW ? "raw " : "") + protocol;
    synchronized (CallGate.LIFECYCLE) {
      socket = library.nn_socket(domain, protocol.number());
      if (socket < 0) {
        throw Errno.exception(Library.errno(), "open a " + name + " socket", "");
      }
    }
  }

  /** Opens a socket with the library's own handling of requests and replies. */
  public static NanoSocket open(Protocol protocol) {
    return open(Library.AF_SP, protocol);
  }

  /** Opens a socket that leaves the headers of messages to the caller: {@link SpHeader}. */
  public static NanoSocket openRaw(Protocol protocol) {
    return open(Library.AF_SP_RAW, protocol);
  }

  private static NanoSocket open(int domain, Protocol protocol) {
    NanoSocket opened = new NanoSocket(domain, protocol);
    try {
      opened.set(SocketOption.MAX_RECEIVE_SIZE, DEFAULT_MAX_RECEIVE_SIZE);
      opened.setNative(SocketOption.SEND_TIMEOUT, SLICE_MILLIS);
      opened.setNative(SocketOption.RECEIVE_TIMEOUT, SLICE_MILLIS);
      return opened;
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Sets an option. Both time-outs are kept here and may be set at any time; the others belong
   * before bind and connect.
   */
  public <T> void set(SocketOption<T> option, T value) {
    int number = option.toNative(value);
    if (option == SocketOption.SEND_TIMEOUT) {
      sendNanos = number * 1_000_000L;
    } else if (option == SocketOption.RECEIVE_TIMEOUT) {
      receiveNanos = number * 1_000_000L;
    } else {
      setNative(option, number);
    }
    options.put(option, value);
  }

  private void setNative(SocketOption<?> option, int value) {
    enter();
    try {
      int[] cell = {value};
      int result =
          library.nn_setsockopt(
              socket, Library.NN_SOL_SOCKET, option.number(), cell, Integer.BYTES);
      if (result < 0) {
        throw Errno.exception(Library.errno(), "set " + option + " of a " + name + " socket", "");
      }
    } finally {
      gate.leave();
    }
  }

  /**
   * Binds to an address, such as {@code ipc:///run/outrigger/a} or {@code tcp://127.0.0.1:5555}.
   *
   * @throws NanoException if that can't be; the text says what to do
   */
  public Endpoint bind(String url) {
    Address.check("bind", url);
    Address.checkBind(url);
    enter();
    try {
      return endpoint(library.nn_bind(socket, url), "bind", url);
    } finally {
      gate.leave();
    }
  }

  /**
   * Connects to an address. Nobody needs to listen there yet: the library tries again for as long
   * as the endpoint is open.
   */
  public Endpoint connect(String url) {
    Address.check("connect", url);
    enter();
    try {
      return endpoint(library.nn_connect(socket, url), "connect", url);
    } finally {
      gate.leave();
    }
  }

  private Endpoint endpoint(int number, String operation, String url) {
    if (number < 0) {
      throw Errno.exception(Library.errno(), operation, url);
    }
    return new Endpoint(this, number, url);
  }

  void shutdown(int endpoint, String url) {
    if (gate.enter()) {
      try {
        int result;
        int errno = 0;
        do {
          result = library.nn_shutdown(socket, endpoint);
          errno = result < 0 ? Library.errno() : 0;
        } while (errno == Errno.EINTR);
        if (result < 0) {
          throw Errno.exception(errno, "shut down", url);
        }
      } finally {
        gate.leave();
      }
    }
  }

  /** Sends a message, waiting for the send time-out. It is empty after DONE, else unchanged. */
  public Outcome send(NativeMessage message) {
    return send(message, null, sendNanos);
  }

  /** Sends if that needs no waiting. */
  public Outcome trySend(NativeMessage message) {
    return send(message, null, 0);
  }

  /** As {@link #send(NativeMessage)} on a raw socket, with this header. */
  public Outcome send(NativeMessage message, SpHeader header) {
    return send(message, header, sendNanos);
  }

  /** As {@link #trySend(NativeMessage)} on a raw socket, with this header. */
  public Outcome trySend(NativeMessage message, SpHeader header) {
    return send(message, header, 0);
  }

  /** Receives a message, waiting for the receive time-out. What it held before is freed. */
  public Outcome receive(NativeMessage message) {
    return receive(message, null, receiveNanos);
  }

  /** Receives if that needs no waiting. */
  public Outcome tryReceive(NativeMessage message) {
    return receive(message, null, 0);
  }

  /** As {@link #receive(NativeMessage)} on a raw socket, with the message's header. */
  public Outcome receive(NativeMessage message, SpHeader header) {
    return receive(message, header, receiveNanos);
  }

  private Outcome send(NativeMessage message, SpHeader header, long nanos) {
    if (!message.isPresent()) {
      message.allocate(0);
    }
    Outcome outcome = transfer(true, message, header, nanos);
    if (outcome == Outcome.DONE) {
      message.sent();
    }
    return outcome;
  }

  private Outcome receive(NativeMessage message, SpHeader header, long nanos) {
    message.free();
    Outcome outcome = transfer(false, message, header, nanos);
    if (outcome == Outcome.DONE && header != null) {
      header.received();
    }
    return outcome;
  }

  private Outcome transfer(boolean send, NativeMessage message, SpHeader header, long nanos) {
    long begin = 0;
    for (; ; ) {
      if (!gate.enter()) {
        return Outcome.CLOSED;
      }
      int flags = nanos == 0 ? Library.NN_DONTWAIT : 0;
      int errno;
      try {
        int result = send ? callSend(message, header, flags) : callReceive(message, header, flags);
        if (result >= 0) {
          if (!send) {
            message.received(result);
          }
          return Outcome.DONE;
        }
        errno = Library.errno();
      } finally {
        gate.leave();
      }
      switch (errno) {
        case Errno.EAGAIN -> {
          return Outcome.WOULD_BLOCK;
        }
        case Errno.EBADF, Errno.ETERM -> {
          return Outcome.CLOSED;
        }
        case Errno.EINTR, Errno.ETIMEDOUT -> {
          if (Thread.currentThread().isInterrupted()) {
            return Outcome.INTERRUPTED;
          }
          long now = System.nanoTime();
          // The first slice is over: it began that long ago.
          begin = begin == 0 ? now - SLICE_MILLIS * 1_000_000L : begin;
          if (now - begin >= nanos) {
            return Outcome.TIMED_OUT;
          }
        }
        default -> throw Errno.exception(errno, send ? "send" : "receive", "");
      }
    }
  }

  private int callSend(NativeMessage message, SpHeader header, int flags) {
    return header == null
        ? library.nn_send(socket, message.cell(), Library.NN_MSG, flags)
        : library.nn_sendmsg(socket, header.forSend(message), flags);
  }

  private int callReceive(NativeMessage message, SpHeader header, int flags) {
    return header == null
        ? library.nn_recv(socket, message.cell(), Library.NN_MSG, flags)
        : library.nn_recvmsg(socket, header.forReceive(message), flags);
  }

  /** What the library has counted; cheap, but not free: it takes the socket's lock. */
  public long statistic(Statistic statistic) {
    enter();
    try {
      return library.nn_get_statistic(socket, statistic.number());
    } finally {
      gate.leave();
    }
  }

  private void enter() {
    if (!gate.enter()) {
      throw new NanoException(Errno.EBADF, "the " + name + " socket is closed");
    }
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return gate.isClosed();
  }

  /** Closes the socket and wakes all threads that wait in it. Idempotent. */
  @Override
  public void close() {
    if (gate.close()) {
      synchronized (CallGate.LIFECYCLE) {
        int result;
        do {
          result = library.nn_close(socket);
        } while (result < 0 && Library.errno() == Errno.EINTR);
        gate.awaitEmpty();
      }
    }
  }

  @Override
  public String toString() {
    return name + " socket" + options;
  }
}
