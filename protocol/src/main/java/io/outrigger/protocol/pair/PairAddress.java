package io.outrigger.protocol.pair;

import io.outrigger.protocol.configuration.ConfigurationObject;
import io.outrigger.protocol.link.EndpointUrl;
import java.util.Optional;

/** The keys that both ends of a link have, and the addresses they stand for. */
final class PairAddress {
  /** nanomsg's own limit, which the C gateway and its hosts keep. */
  static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

  private PairAddress() {}

  /** The address of a channel: a path, relative to the process's working directory. */
  static String url(String id) {
    return "ipc://" + id;
  }

  static Optional<String> url(ConfigurationObject configuration, String key) {
    Optional<String> url = configuration.string(key).map(PairAddress::url);
    url.flatMap(EndpointUrl::problem).ifPresent(text -> configuration.problem(key, text));
    return url;
  }

  static String requiredUrl(ConfigurationObject configuration, String key) {
    String id = configuration.requiredString(key);
    return id.isEmpty() ? "" : url(configuration, key).orElse("");
  }

  static int maxMessageBytes(ConfigurationObject configuration) {
    return configuration.integer("max.message.bytes", DEFAULT_MAX_MESSAGE_BYTES, 1024, 1 << 30);
  }
}
