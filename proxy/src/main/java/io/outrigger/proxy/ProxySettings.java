package io.outrigger.proxy;

import io.outrigger.activation.ActivationSettings;
import io.outrigger.protocol.configuration.ConfigurationObject;
import io.outrigger.protocol.reqrep.ReqRepGatewayLink;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import java.time.Duration;

/**
 * What a proxy is told by its configuration.
 *
 * @param link opens the link to the host
 * @param sockets the addresses of both sides
 * @param activation how the host comes to life
 * @param moduleConfiguration JSON text for the remote module
 * @param createTimeout how long to wait for a host that someone else starts, and how long for its
 *     answer to CREATE
 * @param destroyTimeout how long the host may take to destroy the module
 */
public record ProxySettings(
    LinkOpener link,
    Sockets sockets,
    ActivationSettings activation,
    String moduleConfiguration,
    Duration createTimeout,
    Duration destroyTimeout) {
  private static final Duration CREATE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration DESTROY_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Reads the {@code args} of a proxy; what is wrong is added to the problems. */
  public static ProxySettings read(ConfigurationObject arguments) {
    ReqRepSettings link = ReqRepSettings.ofGateway(arguments);
    ProxySettings settings =
        new ProxySettings(
            (module, listener) -> ReqRepGatewayLink.open(link, module, listener),
            new Sockets(link.listenUrl(), link.remoteUrl()),
            ActivationSettings.read(arguments),
            arguments.json("module.configuration").orElse("null"),
            arguments.milliseconds("create.timeout.ms", CREATE_TIMEOUT, SHORTEST, LONGEST),
            arguments.milliseconds("destroy.timeout.ms", DESTROY_TIMEOUT, SHORTEST, LONGEST));
    arguments.rejectUnknownKeys();
    return settings;
  }

  /** How long to wait until the host listens. */
  Duration hostTimeout() {
    return activation.program().isPresent() ? activation.timeToListen() : createTimeout;
  }
}
