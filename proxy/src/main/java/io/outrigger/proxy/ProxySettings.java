package io.outrigger.proxy;

import io.outrigger.activation.ActivationSettings;
import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.protocol.pair.PairGatewayLink;
import io.outrigger.protocol.pair.PairSettings;
import io.outrigger.protocol.reqrep.ReqRepGatewayLink;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import java.time.Duration;
import java.util.List;

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
  public static ProxySettings ofProxy(ConfigurationObject arguments) {
    ReqRepSettings link = ReqRepSettings.ofGateway(arguments);
    ProxySettings settings =
        new ProxySettings(
            (module, listener) -> ReqRepGatewayLink.open(link, module, listener),
            new Sockets(List.of(link.listenUrl()), List.of(link.remoteUrl())),
            ActivationSettings.ofProxy(arguments),
            arguments.json("module.configuration").orElse("null"),
            createTimeout(arguments),
            destroyTimeout(arguments));
    arguments.rejectUnknownKeys();
    return settings;
  }

  /**
   * Reads the {@code entrypoint} of a C gateway's {@code outprocess} module; what is wrong is added
   * to the problems.
   *
   * @param moduleConfiguration its {@code args}, JSON text
   */
  public static ProxySettings ofOutprocess(
      ConfigurationObject entrypoint, String moduleConfiguration) {
    PairSettings link = PairSettings.read(entrypoint);
    ProxySettings settings =
        new ProxySettings(
            (module, listener) -> PairGatewayLink.open(link, module, listener),
            new Sockets(List.of(), List.of(link.controlUrl(), link.messageUrl())),
            ActivationSettings.ofOutprocess(entrypoint),
            moduleConfiguration,
            createTimeout(entrypoint),
            destroyTimeout(entrypoint));
    entrypoint.warnOfUnknownKeys();
    return settings;
  }

  private static Duration createTimeout(ConfigurationObject keys) {
    return keys.milliseconds("create.timeout.ms", CREATE_TIMEOUT, SHORTEST, LONGEST);
  }

  private static Duration destroyTimeout(ConfigurationObject keys) {
    return keys.milliseconds("destroy.timeout.ms", DESTROY_TIMEOUT, SHORTEST, LONGEST);
  }

  /** How long to wait until the host listens. */
  Duration hostTimeout() {
    return activation.program().isPresent() ? activation.timeToListen() : createTimeout;
  }
}
