package io.outrigger.interop.contract;

import io.outrigger.testsupport.Addresses;
import java.nio.file.Path;

/**
 * Where the two sides of a pair meet.
 *
 * @param folder for sockets and files of this pair alone
 */
record Wire(Protocol protocol, Path folder, String gatewayUrl, String hostUrl) {

  static Wire of(Protocol protocol, Transport transport, Path folder) {
    return new Wire(
        protocol, folder, url(transport, folder, "gateway"), url(transport, folder, "host"));
  }

  private static String url(Transport transport, Path folder, String side) {
    return switch (transport) {
      case IPC -> "ipc://" + folder.resolve(side);
      case TCP -> Addresses.tcp();
      case WS -> Addresses.ws();
    };
  }

  /** The {@code control.id} of {@code pair}. */
  Path controlId() {
    return folder.resolve("control");
  }

  /** The {@code message.id} of {@code pair}. */
  Path messageId() {
    return folder.resolve("message");
  }
}
