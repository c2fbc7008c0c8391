package io.outrigger.activation;

import io.outrigger.configuration.ConfigurationObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a host is to come to life.
 *
 * @param program what to run, if anything
 * @param timeToListen how long it may take until it listens; of use only if there is a program
 * @param timeToExit how long the process may take to exit once its module is destroyed
 */
public record ActivationSettings(
    Optional<HostProgram> program, Duration timeToListen, Duration timeToExit) {
  private static final Duration TIME_TO_LISTEN = Duration.ofSeconds(10);
  private static final Duration TIME_TO_EXIT = Duration.ofSeconds(3);
  private static final ActivationSettings NOTHING =
      new ActivationSettings(Optional.empty(), TIME_TO_LISTEN, TIME_TO_EXIT);

  private enum ProxyType {
    NONE,
    FORK
  }

  private enum OutprocessType {
    NONE,
    LAUNCH
  }

  /**
   * Reads {@code activation.type} and {@code fork} from a proxy's {@code args}; what is wrong is
   * added to the problems.
   */
  public static ActivationSettings ofProxy(ConfigurationObject arguments) {
    if (arguments.choice("activation.type", ProxyType.NONE) == ProxyType.NONE) {
      arguments.has("fork");
      return NOTHING;
    }
    ConfigurationObject fork = arguments.requiredObject("fork");
    String host = Executable.required(fork, "host.path");
    Path configuration = fork.requiredPath("configuration.path");
    if (!configuration.equals(fork.folder()) && !Files.isReadable(configuration)) {
      fork.problem("configuration.path", "there is no file " + configuration + " to be read");
    }
    Duration timeToListen =
        fork.milliseconds("timeout.ms", TIME_TO_LISTEN, Duration.ofMillis(1), Duration.ofHours(1));
    fork.rejectUnknownKeys();
    return new ActivationSettings(
        Optional.of(new HostProgram(host, List.of(configuration.toString()))),
        timeToListen,
        TIME_TO_EXIT);
  }

  /**
   * Reads {@code activation.type} and {@code launch} from the entrypoint of a C gateway's {@code
   * outprocess} module; what is wrong is added to the problems.
   */
  public static ActivationSettings ofOutprocess(ConfigurationObject entrypoint) {
    if (entrypoint.choice("activation.type", OutprocessType.NONE) == OutprocessType.NONE) {
      entrypoint.has("launch");
      return NOTHING;
    }
    ConfigurationObject launch = entrypoint.requiredObject("launch");
    String host = Executable.required(launch, "path");
    List<String> arguments = launch.strings("args").orElse(List.of());
    Duration gracePeriod = gracePeriod(launch);
    launch.warnOfUnknownKeys();
    return new ActivationSettings(
        Optional.of(new HostProgram(host, arguments)), TIME_TO_LISTEN, gracePeriod);
  }

  /** A number, or, as the C gateway's own samples have it, a text of digits. */
  private static Duration gracePeriod(ConfigurationObject launch) {
    String key = "grace.period.ms";
    Optional<String> digits =
        launch.json(key).map(json -> json.replace("\"", "")).filter(d -> d.matches("[0-9]{1,8}"));
    return digits.isPresent()
        ? Duration.ofMillis(Long.parseLong(digits.get()))
        : launch.milliseconds(key, TIME_TO_EXIT, Duration.ZERO, Duration.ofMillis(99_999_999));
  }

  /**
   * @param module for log lines
   */
  public Activation activation(String module) {
    return program
        .<Activation>map(what -> new ProcessActivation(module, what))
        .orElse(Activation.NONE);
  }
}
