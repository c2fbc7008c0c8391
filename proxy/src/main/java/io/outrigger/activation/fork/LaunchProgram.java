package io.outrigger.activation.fork;

import io.outrigger.activation.ActivationException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Finds {@code outrigger-launch}, the program that holds an instance: the file that a property
 * names, else the one in the distribution's folder {@code native}, which its launchers name, or
 * which lies beside the folder of this jar.
 */
final class LaunchProgram {
  /** The file itself. Nothing else is tried then. */
  static final String FILE_PROPERTY = "outrigger.launch.program";

  /** As for libnanomsg: the folder that has one folder for each kind of machine. */
  private static final String DIRECTORY_PROPERTY = "outrigger.native.directory";

  private static final String NAME = "outrigger-launch";

  private LaunchProgram() {}

  /**
   * @throws ActivationException if it isn't there; the text says what to do
   */
  static Path find(Properties properties) throws ActivationException {
    List<Path> candidates = candidates(properties).stream().distinct().toList();
    Optional<Path> found = candidates.stream().filter(Files::isExecutable).findFirst();
    if (found.isEmpty()) {
      throw new ActivationException(
          "the program "
              + NAME
              + ", under which hosts run, is not there or not executable: "
              + candidates
              + ": name it in the property "
              + FILE_PROPERTY,
          null);
    }
    return found.get();
  }

  private static List<Path> candidates(Properties properties) {
    String file = properties.getProperty(FILE_PROPERTY);
    if (file != null) {
      return List.of(Path.of(file));
    }
    Path inFolder = Path.of(machine(properties.getProperty("os.arch")), NAME);
    List<Path> candidates = new ArrayList<>();
    String directory = properties.getProperty(DIRECTORY_PROPERTY);
    if (directory != null) {
      candidates.add(Path.of(directory).resolve(inFolder));
    }
    jarFolder().ifPresent(lib -> candidates.add(lib.resolveSibling("native").resolve(inFolder)));
    return candidates;
  }

  private static String machine(String architecture) {
    return switch (architecture) {
      case "amd64" -> "linux-x86_64";
      case "arm" -> "linux-armv7";
      default -> "linux-" + architecture;
    };
  }

  private static Optional<Path> jarFolder() {
    try {
      CodeSource source = LaunchProgram.class.getProtectionDomain().getCodeSource();
      return Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent());
    } catch (URISyntaxException | RuntimeException e) {
      return Optional.empty(); // the jar isn't a file
    }
  }
}
