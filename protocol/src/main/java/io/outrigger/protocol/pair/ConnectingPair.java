package io.outrigger.protocol.pair;

import io.outrigger.nanomsg.NanoException;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.protocol.socket.Connection;
import io.outrigger.protocol.socket.Destination;

/** The end of a channel that connects: a gateway's. */
final class ConnectingPair extends PairConnection {
  private final Connection connection;

  /** Connects; needs nobody there yet. Else as {@link BoundPair}. */
  ConnectingPair(String url, long maxMessageBytes) {
    super(url, maxMessageBytes);
    connection = new Connection(new Destination(url), this::open);
  }

  @Override
  NanoSocket socket() {
    return connection.socket();
  }

  @Override
  void checkOpen(long now) {
    connection.check(now);
    found(connection.isConnected(), connection.checkInterval(now));
    connection.reconnectIfDue(now);
  }

  @Override
  long number() {
    try {
      return connection.connectionNumber();
    } catch (NanoException e) {
      return NONE; // it was closed meanwhile
    }
  }

  @Override
  void closeSocket() {
    connection.close();
  }
}
