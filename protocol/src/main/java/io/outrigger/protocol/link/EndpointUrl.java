package io.outrigger.protocol.link;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What nanomsg takes as an address, checked before it is asked: it aborts on some of the rest. */
public final class EndpointUrl {
  /** {@code sizeof(sockaddr_un.sun_path)} less the NUL. nanomsg aborts at 108 to 128 bytes. */
  private static final int MAX_IPC_PATH_BYTES = 107;

  /** NN_SOCKADDR_MAX less the NUL. */
  private static final int MAX_URL_BYTES = 127;

  private EndpointUrl() {}

  /** What is wrong with a URL and what would be right, or nothing. */
  public static Optional<String> problem(String url) {
    int bytes = url.getBytes(StandardCharsets.UTF_8).length;
    if (url.indexOf('\0') >= 0) {
      return Optional.of("the URL holds U+0000");
    }
    if (url.startsWith("ipc://")) {
      int path = bytes - "ipc://".length();
      if (path == 0) {
        return Optional.of("'" + url + "' has no path: ipc:///run/outrigger/name");
      }
      if (path > MAX_IPC_PATH_BYTES) {
        return Optional.of(
            "the path of '"
                + url
                + "' has "
                + path
                + " bytes, and a Unix socket takes "
                + MAX_IPC_PATH_BYTES
                + ": choose a shorter one");
      }
      return Optional.empty();
    }
    if (url.startsWith("tcp://") || url.startsWith("ws://")) {
      if (bytes > MAX_URL_BYTES) {
        return Optional.of(
            "'" + url + "' has " + bytes + " bytes, and nanomsg takes " + MAX_URL_BYTES);
      }
      String address = url.substring(url.indexOf("//") + 2);
      int slash = address.indexOf('/');
      String authority = slash < 0 ? address : address.substring(0, slash);
      if (!authority.matches(".+:[0-9]{1,5}")) {
        return Optional.of("'" + url + "' has no host and port: tcp://127.0.0.1:5555");
      }
      int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
      if (port < 1 || port > 65535) {
        return Optional.of("port " + port + " of '" + url + "' isn't between 1 and 65535");
      }
      return Optional.empty();
    }
    return Optional.of("'" + url + "' isn't an address: it begins with ipc://, tcp:// or ws://");
  }
}
