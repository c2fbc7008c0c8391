package io.outrigger.interop.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/**
 * Where the two sides of a pair meet.
 *
 * @param folder for sockets and files of this pair alone
 */
record Wire(Protocol protocol, Path folder, String gatewayUrl, String hostUrl) {

  static Wire of(Protocol protocol, Transport transport, Path folder) throws IOException {
    return transport == Transport.IPC
        ? new Wire(
            protocol,
            folder,
            "ipc://" + folder.resolve("gateway"),
            "ipc://" + folder.resolve("host"))
        : overInternet(protocol, transport, folder);
  }

  private static Wire overInternet(Protocol protocol, Transport transport, Path folder)
      throws IOException {
    // Both at once, or the second could be given the port of the first.
    try (ServerSocket gateway = free();
        ServerSocket host = free()) {
      return new Wire(protocol, folder, url(transport, gateway), url(transport, host));
    }
  }

  private static ServerSocket free() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static String url(Transport transport, ServerSocket socket) {
    return transport + "://127.0.0.1:" + socket.getLocalPort();
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
