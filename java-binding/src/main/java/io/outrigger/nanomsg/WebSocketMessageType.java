package io.outrigger.nanomsg;

/** The kind of WebSocket frame that a ws connection sends. */
public enum WebSocketMessageType {
  /** The peer closes the connection if a message isn't UTF-8. */
  TEXT,
  /** Any bytes. The default. */
  BINARY;

  private final String symbol = "NN_WS_MSG_TYPE_" + name();

  /** Its name in nn.h. */
  String symbol() {
    return symbol;
  }

  int number() {
    return Symbols.value(symbol);
  }

  static WebSocketMessageType of(int number) {
    return number == TEXT.number() ? TEXT : BINARY;
  }
}
