package io.outrigger.activation;

import io.outrigger.protocol.configuration.ConfigurationObject;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a host is to come to life: {@code activation.type}, and {@code fork} if that is its value.
 *
 * @param program what to run, if anything
 * @param timeToListen how long it may take until it listens; of use only if there is a program
 */
public record ActivationSettings(Optional<HostProgram> program, Duration timeToListen) {
  private static final Duration TIME_TO_LISTEN = Duration.ofSeconds(10);

  private enum Type {
    NONE,
    FORK
  }

  /** Reads them from a proxy's {@code args}; what is wrong is added to the problems. */
  public static ActivationSettings read(ConfigurationObject arguments) {
    if (arguments.choice("activation.type", Type.NONE) == Type.NONE) {
      arguments.has("fork");
      return new ActivationSettings(Optional.empty(), TIME_TO_LISTEN);
    }
    ConfigurationObject fork = arguments.requiredObject("fork");
    String host = executable(fork);
    Path configuration = fork.requiredPath("configuration.path");
    if (!configuration.equals(fork.folder()) && !Files.isReadable(configuration)) {
      fork.problem("configuration.path", "there is no file " + configuration + " to be read");
    }
    Duration timeToListen =
        fork.milliseconds("timeout.ms", TIME_TO_LISTEN, Duration.ofMillis(1), Duration.ofHours(1));
    fork.rejectUnknownKeys();
    return new ActivationSettings(
        Optional.of(new HostProgram(host, List.of(configuration.toString()))), timeToListen);
  }

  /**
   * The executable that {@code host.path} means: a name without a slash is looked up in PATH,
   * everything else is relative to the configuration file.
   */
  private static String executable(ConfigurationObject fork) {
    String path = fork.requiredString("host.path");
    if (path.isBlank()) {
      return path;
    }
    try {
      if (path.indexOf('/') < 0) {
        Optional<Path> found = inSearchPath(path);
        if (found.isEmpty()) {
          fork.problem(
              "host.path",
              "no folder of PATH has an executable '" + path + "': write its path, with a slash");
        }
        return found.map(Path::toString).orElse(path);
      }
      Path file = fork.folder().resolve(path).normalize();
      if (!Files.isRegularFile(file)) {
        fork.problem("host.path", "there is no file " + file);
      } else if (!Files.isExecutable(file)) {
        fork.problem("host.path", file + " isn't executable: chmod +x");
      }
      return file.toString();
    } catch (InvalidPathException e) {
      fork.problem("host.path", "not a path of a file: " + e.getReason());
      return path;
    }
  }

  private static Optional<Path> inSearchPath(String name) {
    String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(searchPath.split(File.pathSeparator))
        .map(folder -> Path.of(folder).resolve(name).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
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
