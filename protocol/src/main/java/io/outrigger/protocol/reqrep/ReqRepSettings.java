package io.outrigger.protocol.reqrep;

import io.outrigger.protocol.configuration.ConfigurationObject;
import io.outrigger.protocol.link.EndpointUrl;

/**
 * What a {@code reqrep} link is told by a configuration; the keys are the same on both sides.
 *
 * @param listenUrl where this side receives ({@code listen.url})
 * @param remoteUrl where the other side receives ({@code remote.url})
 * @param maxMessageBytes the largest serialized message that is sent or taken ({@code
 *     max.message.bytes})
 */
public record ReqRepSettings(String listenUrl, String remoteUrl, int maxMessageBytes) {

  /** 16 MiB. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 16 << 20;

  /** Reads the link's keys; what is wrong with them is added to the file's problems. */
  public static ReqRepSettings read(ConfigurationObject configuration) {
    return new ReqRepSettings(
        url(configuration, "listen.url"),
        url(configuration, "remote.url"),
        configuration.integer("max.message.bytes", DEFAULT_MAX_MESSAGE_BYTES, 1024, 1 << 30));
  }

  private static String url(ConfigurationObject configuration, String key) {
    String url = configuration.requiredString(key);
    if (!url.isEmpty()) {
      EndpointUrl.problem(url).ifPresent(text -> configuration.problem(key, text));
    }
    return url;
  }
}
