package io.outrigger.protocol.pair;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.protocol.socket.EndpointUrl;
import java.time.Duration;

/**
 * The settings of a gateway for its {@code pair} session with one host. The keys are those of the C
 * gateway's {@code outprocess} loader, and a few of ours that it doesn't have.
 *
 * @param controlUrl where the host listens: {@code ipc://} and the {@code control.id}
 * @param messageUrl where the host is to bind the message channel: {@code ipc://} and the {@code
 *     message.id}, or a name beside the {@code control.id} that nobody else has
 * @param replyTimeout how long a host has to answer CREATE before it is sent again if it didn't go
 *     out by the connection that there is ({@code timeout}, in milliseconds)
 * @param maxMessageBytes the largest serialized message that is sent ({@code max.message.bytes})
 * @param windowMessages how many messages are kept while there is no host ({@code window.messages})
 * @param windowBytes how many bytes of them; a single larger one passes ({@code window.bytes})
 * @param reconnectTimeout how long a host may be away until a message that finds no room among
 *     those is refused ({@code reconnect.timeout.ms})
 */
public record PairSettings(
    String controlUrl,
    String messageUrl,
    Duration replyTimeout,
    int maxMessageBytes,
    int windowMessages,
    long windowBytes,
    Duration reconnectTimeout) {

  private static final Duration DEFAULT_REPLY_TIMEOUT = Duration.ofSeconds(1);
  private static final int DEFAULT_WINDOW_MESSAGES = 1024;
  private static final long DEFAULT_WINDOW_BYTES = 4 << 20;
  private static final Duration DEFAULT_RECONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Reads the session's keys; what is wrong with them is added to the file's problems. */
  public static PairSettings read(ConfigurationObject configuration) {
    String controlUrl = PairAddress.requiredUrl(configuration, "control.id");
    return new PairSettings(
        controlUrl,
        PairAddress.url(configuration, "message.id")
            .orElseGet(() -> freshMessageUrl(configuration, controlUrl)),
        replyTimeout(configuration),
        PairAddress.maxMessageBytes(configuration),
        configuration.integer("window.messages", DEFAULT_WINDOW_MESSAGES, 1, 1 << 20),
        configuration.number("window.bytes", DEFAULT_WINDOW_BYTES, 1, 1 << 30),
        configuration.milliseconds(
            "reconnect.timeout.ms", DEFAULT_RECONNECT_TIMEOUT, Duration.ZERO, LONGEST));
  }

  /** 0 is the default in the C gateway's files. */
  private static Duration replyTimeout(ConfigurationObject configuration) {
    Duration timeout =
        configuration.milliseconds("timeout", DEFAULT_REPLY_TIMEOUT, Duration.ZERO, LONGEST);
    return timeout.isZero() ? DEFAULT_REPLY_TIMEOUT : timeout;
  }

  private static String freshMessageUrl(ConfigurationObject configuration, String controlUrl) {
    String url = PairAddress.freshUrlBeside(controlUrl);
    if (!controlUrl.isEmpty() && EndpointUrl.problem(controlUrl).isEmpty()) {
      EndpointUrl.problem(url)
          .ifPresent(text -> configuration.problem("control.id", text + ", or set message.id"));
    }
    return url;
  }
}
