package io.outrigger.nanomsg;

import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/** How the value of an option is checked, and turned into the int of C and back. */
record OptionType<T>(
    Class<T> valueClass,
    ToLongFunction<T> number,
    IntFunction<T> value,
    long least,
    long most,
    String allowed) {
  private static final String MILLIS = "0 to 2147483647 ms";

  /** Rounded up to milliseconds: a short wait must not become none. */
  static final OptionType<Duration> DURATION =
      new OptionType<>(
          Duration.class, OptionType::millis, Duration::ofMillis, 0, Integer.MAX_VALUE, MILLIS);

  /** A duration, or {@link SocketOption#FOREVER}. */
  static final OptionType<Duration> TIMEOUT =
      new OptionType<>(
          Duration.class,
          time -> time.equals(SocketOption.FOREVER) ? -1 : millis(time),
          millis -> millis < 0 ? SocketOption.FOREVER : Duration.ofMillis(millis),
          -1,
          Integer.MAX_VALUE,
          MILLIS + ", or SocketOption.FOREVER");

  static final OptionType<Boolean> BOOLEAN =
      new OptionType<>(
          Boolean.class, flag -> flag ? 1 : 0, number -> number != 0, 0, 1, "true or false");

  static final OptionType<Long> BUFFER_SIZE = bytes(1, Integer.MAX_VALUE);

  /** Finite, and no more than a peer may be allowed to make this process allocate. */
  static final OptionType<Long> RECEIVE_LIMIT = bytes(0, 1L << 30);

  static final OptionType<Priority> PRIORITY =
      new OptionType<>(Priority.class, Priority::level, Priority::new, 1, 16, "1 to 16");

  static final OptionType<Hops> HOPS =
      new OptionType<>(Hops.class, Hops::count, Hops::new, 1, 255, "1 to 255");

  static final OptionType<WebSocketMessageType> WEB_SOCKET_MESSAGE_TYPE =
      new OptionType<>(
          WebSocketMessageType.class,
          WebSocketMessageType::number,
          WebSocketMessageType::of,
          0,
          255,
          "TEXT or BINARY");

  private static OptionType<Long> bytes(long least, long most) {
    return new OptionType<>(
        Long.class, Long::longValue, Long::valueOf, least, most, least + " to " + most + " bytes");
  }

  /** Rounded up; out of every range if it is negative or too long. */
  private static long millis(Duration time) {
    if (time.isNegative()) {
      return -2;
    }
    try {
      return Math.addExact(time.toMillis(), time.toNanos() % 1_000_000 == 0 ? 0 : 1);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** The C value, checked. */
  int toNative(T value, String option) {
    long result = number.applyAsLong(value);
    if (result < least || result > most) {
      throw new IllegalArgumentException(option + " can't be " + value + ": it must be " + allowed);
    }
    return (int) result;
  }
}
