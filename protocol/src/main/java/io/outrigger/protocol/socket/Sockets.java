package io.outrigger.protocol.socket;

import io.outrigger.nanomsg.NanoSocket;
import java.util.function.Consumer;

/** Prepares nanomsg sockets. */
public final class Sockets {
  private Sockets() {}

  /** Gives a socket its options, or an address; closes it when that fails. Returns it. */
  public static NanoSocket prepare(NanoSocket socket, Consumer<NanoSocket> preparation) {
    try {
      preparation.accept(socket);
      return socket;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
