package io.outrigger.activation;

import io.outrigger.configuration.ConfigurationObject;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the program that a configuration names. */
final class Executable {
  private Executable() {}

  /**
   * The program that the value of a key means: a name without a slash is looked up in PATH,
   * everything else is relative to the configuration file. What is wrong is added to the problems.
   */
  static String required(ConfigurationObject configuration, String key) {
    String path = configuration.requiredString(key);
    if (path.isBlank()) {
      return path;
    }
    try {
      return path.indexOf('/') < 0
          ? inSearchPath(configuration, key, path)
          : besideFile(configuration, key, path);
    } catch (InvalidPathException e) {
      configuration.problem(key, "not a path of a file: " + e.getReason());
      return path;
    }
  }

  private static String inSearchPath(ConfigurationObject configuration, String key, String name) {
    String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<Path> found =
        Stream.of(searchPath.split(File.pathSeparator))
            .map(folder -> Path.of(folder).resolve(name).toAbsolutePath())
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
            .findFirst();
    if (found.isEmpty()) {
      configuration.problem(
          key, "no folder of PATH has an executable '" + name + "': write its path, with a slash");
    }
    return found.map(Path::toString).orElse(name);
  }

  private static String besideFile(ConfigurationObject configuration, String key, String path) {
    Path file = configuration.folder().resolve(path).normalize();
    if (!Files.isRegularFile(file)) {
      configuration.problem(key, "there is no file " + file);
    } else if (!Files.isExecutable(file)) {
      configuration.problem(key, file + " isn't executable: chmod +x");
    }
    return file.toString();
  }
}
