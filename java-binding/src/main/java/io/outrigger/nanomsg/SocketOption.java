package io.outrigger.nanomsg;

import java.time.Duration;

/**
 * The options of a socket, with their types.
 *
 * @param <T> {@link Duration} for times, {@link Long} for sizes in bytes, {@link Boolean}
 */
public final class SocketOption<T> {
  /** How long a receive waits; for ever unless set. Kept in Java, see {@link NanoSocket}. */
  public static final SocketOption<Duration> RECEIVE_TIMEOUT =
      new SocketOption<>("NN_RCVTIMEO", 5, Duration.class);

  /** How long a send waits; for ever unless set. Kept in Java, see {@link NanoSocket}. */
  public static final SocketOption<Duration> SEND_TIMEOUT =
      new SocketOption<>("NN_SNDTIMEO", 4, Duration.class);

  /** In bytes; 128 KiB unless set. */
  public static final SocketOption<Long> SEND_BUFFER =
      new SocketOption<>("NN_SNDBUF", 2, Long.class);

  /** In bytes; 128 KiB unless set. */
  public static final SocketOption<Long> RECEIVE_BUFFER =
      new SocketOption<>("NN_RCVBUF", 3, Long.class);

  /**
   * The largest message that is taken, in bytes: 16 MiB unless set, where the library alone has 1
   * MiB. A larger one closes the connection. There is no "unlimited": a peer that announces a huge
   * size would make the library abort the process.
   */
  public static final SocketOption<Long> MAX_RECEIVE_SIZE =
      new SocketOption<>("NN_RCVMAXSIZE", 16, Long.class);

  /** How long to wait before a connection is tried again; 100 ms unless set. */
  public static final SocketOption<Duration> RECONNECT_INTERVAL =
      new SocketOption<>("NN_RECONNECT_IVL", 6, Duration.class);

  /** The most that {@link #RECONNECT_INTERVAL} grows to; zero: it doesn't grow. */
  public static final SocketOption<Duration> MAX_RECONNECT_INTERVAL =
      new SocketOption<>("NN_RECONNECT_IVL_MAX", 7, Duration.class);

  /** IPv4 alone; true unless set. */
  public static final SocketOption<Boolean> IPV4_ONLY =
      new SocketOption<>("NN_IPV4ONLY", 14, Boolean.class);

  private final String name;
  private final int number;
  private final Class<T> type;

  private SocketOption(String name, int number, Class<T> type) {
    this.name = name;
    this.number = number;
    this.type = type;
  }

  int number() {
    return number;
  }

  /** The C value of a Java one, checked. */
  int toNative(T value) {
    long number;
    if (value instanceof Duration duration) {
      number = duration.toMillis();
    } else if (value instanceof Boolean flag) {
      number = flag ? 1 : 0;
    } else {
      number = (Long) value;
    }
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          name + " can't be " + value + ": 0 to " + Integer.MAX_VALUE + " would be right");
    }
    if (this == MAX_RECEIVE_SIZE && number > 1 << 30) {
      throw new IllegalArgumentException(name + " can't be " + value + ": at most 1 GiB");
    }
    return (int) number;
  }

  T toJava(int number) {
    Object value = type == Duration.class ? Duration.ofMillis(number) : number;
    if (type == Boolean.class) {
      value = number != 0;
    } else if (type == Long.class) {
      value = (long) number;
    }
    return type.cast(value);
  }

  @Override
  public String toString() {
    return name;
  }
}
