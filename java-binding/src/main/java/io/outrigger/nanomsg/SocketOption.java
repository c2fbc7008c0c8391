package io.outrigger.nanomsg;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of a socket, with their types. All may be set at any time; those that say so concern
 * only the endpoints bound or connected afterwards.
 *
 * @param <T> {@link Duration} for times, rounded up to milliseconds; {@link Long} for sizes in
 *     bytes; {@link Boolean}, {@link Priority}, {@link Hops}, {@link WebSocketMessageType} or
 *     {@link String}
 */
public final class SocketOption<T> {
  /** Without end. Only the two time-outs take it. */
  public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  /** The option's level in nn.h; NN_SOL_SOCKET unless it belongs to a protocol or transport. */
  private static final String SOCKET = "NN_SOL_SOCKET";

  private static final List<SocketOption<?>> ALL = new ArrayList<>();

  /** How long a receive waits; default {@link #FOREVER}. */
  public static final SocketOption<Duration> RECEIVE_TIMEOUT =
      option(SOCKET, "NN_RCVTIMEO", OptionType.TIMEOUT);

  /** How long a send waits; default {@link #FOREVER}. */
  public static final SocketOption<Duration> SEND_TIMEOUT =
      option(SOCKET, "NN_SNDTIMEO", OptionType.TIMEOUT);

  /** The size of the send buffer; default 128 KiB. For endpoints to come. */
  public static final SocketOption<Long> SEND_BUFFER =
      option(SOCKET, "NN_SNDBUF", OptionType.BUFFER_SIZE);

  /** The size of the receive buffer; default 128 KiB. For endpoints to come. */
  public static final SocketOption<Long> RECEIVE_BUFFER =
      option(SOCKET, "NN_RCVBUF", OptionType.BUFFER_SIZE);

  /**
   * The largest message that is received: default 16 MiB, where the library alone has 1 MiB; at
   * most 1 GiB. A larger one closes the connection, and a cooked REQ then sends it again without
   * end. There is no "unlimited": a peer that announces a huge size would make the library abort
   * the process.
   */
  public static final SocketOption<Long> MAX_RECEIVE_SIZE =
      option(SOCKET, "NN_RCVMAXSIZE", OptionType.RECEIVE_LIMIT);

  /** How long to wait before a connection is tried again; default 100 ms. */
  public static final SocketOption<Duration> RECONNECT_INTERVAL =
      option(SOCKET, "NN_RECONNECT_IVL", OptionType.DURATION);

  /** The most that {@link #RECONNECT_INTERVAL} grows to; default zero: no growth. */
  public static final SocketOption<Duration> MAX_RECONNECT_INTERVAL =
      option(SOCKET, "NN_RECONNECT_IVL_MAX", OptionType.DURATION);

  /** Whom to send to first, on PUSH, REQ and their like. For endpoints to come. */
  public static final SocketOption<Priority> SEND_PRIORITY =
      option(SOCKET, "NN_SNDPRIO", OptionType.PRIORITY);

  /** Whom to receive from first. For endpoints to come. */
  public static final SocketOption<Priority> RECEIVE_PRIORITY =
      option(SOCKET, "NN_RCVPRIO", OptionType.PRIORITY);

  /** IPv4 alone; default true. For endpoints to come. */
  public static final SocketOption<Boolean> IPV4_ONLY =
      option(SOCKET, "NN_IPV4ONLY", OptionType.BOOLEAN);

  /** A name for error reports; at most 63 bytes of UTF-8. Default: its number. */
  public static final SocketOption<String> NAME = option(SOCKET, "NN_SOCKET_NAME", null);

  /** How many devices a request or survey may have passed to be received; default 8. */
  public static final SocketOption<Hops> MAX_HOPS = option(SOCKET, "NN_MAXTTL", OptionType.HOPS);

  /** Of a cooked REQ: when an unanswered request is sent again; default 1 minute. */
  public static final SocketOption<Duration> REQUEST_RESEND_INTERVAL =
      option("NN_REQ", "NN_REQ_RESEND_IVL", OptionType.DURATION);

  /** Of a cooked SURVEYOR: how long answers are accepted; default 1 second. */
  public static final SocketOption<Duration> SURVEY_DEADLINE =
      option("NN_SURVEYOR", "NN_SURVEYOR_DEADLINE", OptionType.DURATION);

  /** Of tcp: send small messages at once, TCP_NODELAY; default false. For endpoints to come. */
  public static final SocketOption<Boolean> TCP_NO_DELAY =
      option("NN_TCP", "NN_TCP_NODELAY", OptionType.BOOLEAN);

  /** Of ws: the kind of frame that is sent. For endpoints to come. */
  public static final SocketOption<WebSocketMessageType> WEB_SOCKET_MESSAGE_TYPE =
      option("NN_WS", "NN_WS_MSG_TYPE", OptionType.WEB_SOCKET_MESSAGE_TYPE);

  private final String level;
  private final String symbol;

  /** Null for the one that is text. */
  private final OptionType<T> type;

  private SocketOption(String level, String symbol, OptionType<T> type) {
    this.level = level;
    this.symbol = symbol;
    this.type = type;
  }

  private static <T> SocketOption<T> option(String level, String symbol, OptionType<T> type) {
    SocketOption<T> option = new SocketOption<>(level, symbol, type);
    ALL.add(option);
    return option;
  }

  /** All of them. */
  public static List<SocketOption<?>> all() {
    return List.copyOf(ALL);
  }

  /** The class of its values. */
  Class<?> valueClass() {
    return type == null ? String.class : type.valueClass();
  }

  String level() {
    return level;
  }

  /** Its name in nn.h. */
  String symbol() {
    return symbol;
  }

  OptionType<T> type() {
    return type;
  }

  @Override
  public String toString() {
    return symbol;
  }
}
