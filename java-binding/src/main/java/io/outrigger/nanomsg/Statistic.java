package io.outrigger.nanomsg;

/**
 * What the library counts for each socket: all since it was opened, but those named CURRENT and
 * INPROGRESS, which are what is so now.
 */
public enum Statistic {
  /** Connections made by connecting. */
  ESTABLISHED_CONNECTIONS,
  /** Connections made by being connected to. */
  ACCEPTED_CONNECTIONS,
  /** Connections that this side ended. */
  DROPPED_CONNECTIONS,
  /** Connections that the other side or the network ended. */
  BROKEN_CONNECTIONS,
  /** Attempts to connect that failed. */
  CONNECT_ERRORS,
  /**
   * Connections that this side ended for what came over them: a greeting or handshake of another
   * protocol or of none, a malformed frame, a message larger than {@link
   * SocketOption#MAX_RECEIVE_SIZE}. Outrigger's own build alone counts them: {@link #isCounted}.
   */
  REJECTED_CONNECTIONS,
  /** Attempts to bind that failed. Not counted by 1.1.5: they are exceptions. */
  BIND_ERRORS,
  /**
   * Connections that could not be accepted. 1.1.5 returns {@link #BIND_ERRORS} in its place, but
   * for Outrigger's own build.
   */
  ACCEPT_ERRORS,
  /** Connections there are, within 100 ms. Shows whether a peer is there. */
  CURRENT_CONNECTIONS,
  /** Connections that are being made. */
  INPROGRESS_CONNECTIONS,
  /** Endpoints whose last attempt failed. */
  CURRENT_EP_ERRORS,
  /** Messages that a send has taken, whether or not they have arrived. */
  MESSAGES_SENT,
  /** Messages that a receive has given. */
  MESSAGES_RECEIVED,
  /** Their bytes, without headers. */
  BYTES_SENT,
  /** Their bytes, without headers. */
  BYTES_RECEIVED,
  /** The priority of the peers that are sent to now: {@link SocketOption#SEND_PRIORITY}. */
  CURRENT_SND_PRIORITY;

  private final String symbol = "NN_STAT_" + name();

  /**
   * Whether the library that is loaded counts it. If not, {@link NanoSocket#statistic} throws a
   * {@link NanoException}.
   */
  public boolean isCounted() {
    return Library.symbols().has(symbol);
  }

  /** Its name in nn.h. */
  String symbol() {
    return symbol;
  }

  int number() {
    return Symbols.value(symbol);
  }
}
