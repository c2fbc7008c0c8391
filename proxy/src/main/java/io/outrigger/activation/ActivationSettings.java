package io.outrigger.activation;

import io.outrigger.activation.fork.ForkLauncher;
import io.outrigger.activation.fork.HostProgram;
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
 * @param reportsReady whether it reports that it listens; a host of the SDK doesn't
 * @param logLinesPerSecond bounds what the gateway logs of what the host prints
 */
public record ActivationSettings(
    Optional<HostProgram> program,
    Duration timeToListen,
    Duration timeToExit,
    boolean reportsReady,
    int logLinesPerSecond) {
  private static final int LOG_LINES_PER_SECOND = 100;
  private static final Duration TIME_TO_LISTEN = Duration.ofSeconds(10);
  private static final Duration TIME_TO_EXIT = Duration.ofSeconds(3);
  private static final ActivationSettings NOTHING =
      new ActivationSettings(
          Optional.empty(), TIME_TO_LISTEN, TIME_TO_EXIT, false, LOG_LINES_PER_SECOND);

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
        TIME_TO_EXIT,
        true,
        logLinesPerSecond(arguments));
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
        Optional.of(new HostProgram(host, arguments)),
        TIME_TO_LISTEN,
        gracePeriod,
        false,
        logLinesPerSecond(entrypoint));
  }

  private static int logLinesPerSecond(ConfigurationObject keys) {
    return keys.integer("log.lines.per.second", LOG_LINES_PER_SECOND, 1, 1_000_000);
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
   * What starts instances of the host, unless someone else does.
   *
   * @param module for log lines
   */
  public Optional<HostLauncher> launcher(String module) {
    return program.map(what -> new ForkLauncher(module, what, logLinesPerSecond));
  }
}
