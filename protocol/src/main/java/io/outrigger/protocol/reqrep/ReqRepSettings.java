package io.outrigger.protocol.reqrep;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.protocol.socket.EndpointUrl;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of a {@code reqrep} session; most keys are the same on both sides.
 *
 * @param listenUrl where this side receives ({@code listen.url})
 * @param remoteUrl where the other side receives ({@code remote.url})
 * @param maxMessageBytes the largest serialized message that is sent or taken ({@code
 *     max.message.bytes})
 * @param window what is kept until it is answered
 * @param absence how long the other side may be away: at the gateway, messages that find the window
 *     full wait so long for the host ({@code reconnect.timeout.ms}); a host without a gateway ends
 *     after it ({@code orphan.timeout.ms})
 */
public record ReqRepSettings(
    String listenUrl,
    String remoteUrl,
    int maxMessageBytes,
    WindowLimits window,
    Duration absence) {

  /** 16 MiB. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 16 << 20;

  /** How long a gateway's messages wait for a lost host. */
  public static final Duration DEFAULT_RECONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** How long a host stays without a gateway. */
  public static final Duration DEFAULT_ORPHAN_TIMEOUT = Duration.ofSeconds(30);

  /** A side that hasn't connected by then has a wrong address, or nobody is there. */
  static final Duration CONNECTED_WITHIN = Duration.ofSeconds(3);

  /** Reads a proxy's keys; what is wrong with them is added to the file's problems. */
  public static ReqRepSettings ofGateway(ConfigurationObject configuration) {
    return read(
        configuration,
        WindowLimits.ofGateway(configuration),
        "reconnect.timeout.ms",
        DEFAULT_RECONNECT_TIMEOUT);
  }

  /** Reads a host's keys; what is wrong with them is added to the file's problems. */
  public static ReqRepSettings ofHost(ConfigurationObject configuration) {
    return read(
        configuration,
        WindowLimits.ofHost(configuration),
        "orphan.timeout.ms",
        DEFAULT_ORPHAN_TIMEOUT);
  }

  private static ReqRepSettings read(
      ConfigurationObject configuration,
      WindowLimits window,
      String absenceKey,
      Duration absenceDefault) {
    return new ReqRepSettings(
        url(configuration, "listen.url", EndpointUrl::listenProblem),
        url(configuration, "remote.url", EndpointUrl::problem),
        configuration.integer("max.message.bytes", DEFAULT_MAX_MESSAGE_BYTES, 1024, 1 << 30),
        window,
        configuration.milliseconds(absenceKey, absenceDefault, Duration.ZERO, Duration.ofDays(20)));
  }

  private static String url(
      ConfigurationObject configuration, String key, Function<String, Optional<String>> problem) {
    String url = configuration.requiredString(key);
    if (!url.isEmpty()) {
      problem.apply(url).ifPresent(text -> configuration.problem(key, text));
    }
    return url;
  }
}
