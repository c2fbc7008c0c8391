package io.outrigger.proxy;

import io.outrigger.activation.ActivationSettings;
import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.protocol.GatewayEndpoint;
import io.outrigger.protocol.Protocol;
import io.outrigger.supervision.RestartPolicy;
import io.outrigger.supervision.SupervisionTimes;
import java.time.Duration;

/**
 * What the configuration says about a proxy.
 *
 * @param endpoint the gateway's side of the session with the host
 * @param activation how the host comes to life
 * @param restart whether another instance of it follows one that has ended
 * @param moduleConfiguration JSON text for the remote module
 * @param createTimeout how long to wait for a host that someone else starts, and how long for its
 *     answer to CREATE
 * @param hangTimeout how long a host that was started from here may take no message while some
 *     wait; zero: without limit
 * @param destroyTimeout how long the host may take to destroy the module
 */
public record ProxySettings(
    GatewayEndpoint endpoint,
    ActivationSettings activation,
    RestartPolicy restart,
    String moduleConfiguration,
    Duration createTimeout,
    Duration hangTimeout,
    Duration destroyTimeout) {
  private static final Duration CREATE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration HANG_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration DESTROY_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Reads the {@code args} of a proxy; what is wrong is added to the problems. */
  public static ProxySettings ofProxy(ConfigurationObject arguments) {
    ProxySettings settings =
        new ProxySettings(
            Protocol.named("reqrep").gateway(arguments),
            ActivationSettings.ofProxy(arguments),
            restart(arguments),
            arguments.json("module.configuration").orElse("null"),
            createTimeout(arguments),
            hangTimeout(arguments),
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
    ProxySettings settings =
        new ProxySettings(
            Protocol.named("pair").gateway(entrypoint),
            ActivationSettings.ofOutprocess(entrypoint),
            restart(entrypoint),
            moduleConfiguration,
            createTimeout(entrypoint),
            hangTimeout(entrypoint),
            destroyTimeout(entrypoint));
    entrypoint.warnOfUnknownKeys();
    return settings;
  }

  /** The addresses of both sides. */
  Sockets sockets() {
    return new Sockets(endpoint.listening(), endpoint.remote());
  }

  private static RestartPolicy restart(ConfigurationObject keys) {
    if (keys.has("restart") && keys.string("activation.type").orElse("none").equals("none")) {
      keys.problem(
          "restart",
          "someone else starts this host (activation.type): leave the key out, or let the gateway"
              + " start it");
    }
    return RestartPolicy.read(keys, RestartPolicy.When.NEVER);
  }

  private static Duration createTimeout(ConfigurationObject keys) {
    return keys.milliseconds("create.timeout.ms", CREATE_TIMEOUT, SHORTEST, LONGEST);
  }

  private static Duration hangTimeout(ConfigurationObject keys) {
    return keys.milliseconds("hang.timeout.ms", HANG_TIMEOUT, Duration.ZERO, LONGEST);
  }

  private static Duration destroyTimeout(ConfigurationObject keys) {
    return keys.milliseconds("destroy.timeout.ms", DESTROY_TIMEOUT, SHORTEST, LONGEST);
  }

  /** How long a replacement may take until its module is created, and to end after SIGTERM. */
  SupervisionTimes supervisionTimes() {
    return new SupervisionTimes(
        activation.timeToListen().plus(createTimeout),
        destroyTimeout.plus(activation.timeToExit()));
  }

  /** How long to wait until the host listens. */
  Duration hostTimeout() {
    return activation.program().isPresent() ? activation.timeToListen() : createTimeout;
  }
}
