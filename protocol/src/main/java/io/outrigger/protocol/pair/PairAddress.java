package io.outrigger.protocol.pair;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.socket.EndpointUrl;
import java.util.Optional;
import java.util.UUID;

/** The keys that both ends of a session have, and the addresses they stand for. */
final class PairAddress {
  /** nanomsg's own limit, which the C gateway and its hosts keep. */
  static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

  private static final String IPC = "ipc://";

  private PairAddress() {}

  /** The address of a channel: a path, relative to the process's working directory. */
  static String url(String id) {
    return IPC + id;
  }

  static Optional<String> url(ConfigurationObject configuration, String key) {
    Optional<String> id = configuration.string(key);
    id.flatMap(path -> problem(key, path)).ifPresent(text -> configuration.problem(key, text));
    return id.map(PairAddress::url);
  }

  /** A name that nobody else has in the folder of this address, so with that folder's mode. */
  static String freshUrlBeside(String url) {
    long number = UUID.randomUUID().getLeastSignificantBits();
    return url.substring(0, url.lastIndexOf('/') + 1) + Long.toHexString(number);
  }

  private static Optional<String> problem(String key, String id) {
    return id.startsWith(IPC)
        ? Optional.of(
            key + " is the path alone, '" + id.substring(IPC.length()) + "', without " + IPC)
        : EndpointUrl.problem(url(id));
  }

  static String requiredUrl(ConfigurationObject configuration, String key) {
    String id = configuration.requiredString(key);
    return id.isEmpty() ? "" : url(configuration, key).orElse("");
  }

  /** Throws if nanomsg doesn't take the URL that a key stands for. */
  static void check(String key, String url) throws SessionException {
    Optional<String> problem = EndpointUrl.problem(url);
    if (problem.isPresent()) {
      throw new SessionException(key + ": " + problem.get());
    }
  }

  static int maxMessageBytes(ConfigurationObject configuration) {
    return configuration.integer("max.message.bytes", DEFAULT_MAX_MESSAGE_BYTES, 1024, 1 << 30);
  }
}
