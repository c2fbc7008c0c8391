package io.outrigger.testsupport;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The command that runs a main class in a JVM of its own, on the tests' class path unless said. */
public final class JavaCommand {
  private final Class<?> main;
  private final List<String> prefix = new ArrayList<>();
  private final List<String> options =
      new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
  private String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private String classPath = testClassPath();

  public JavaCommand(Class<?> main) {
    this.main = main;
  }

  /** The class path that the build made. */
  public static String testClassPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Names the program under which a gateway runs its hosts, as the build does for the tests. */
  private static Optional<String> launchProgram() {
    String property = "outrigger.launch.program";
    return Optional.ofNullable(System.getProperty(property))
        .map(file -> "-D" + property + "=" + file);
  }

  /** What runs the JVM: a shell with limits, another user. */
  public JavaCommand under(String... command) {
    prefix.addAll(List.of(command));
    return this;
  }

  public JavaCommand java(Path executable) {
    java = executable.toString();
    return this;
  }

  /** Options of the JVM. */
  public JavaCommand options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** With options for a JVM that lives for seconds. */
  public JavaCommand shortLived() {
    return options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  public JavaCommand classPath(String path) {
    classPath = path;
    return this;
  }

  /** Leaves out entries of the class path. */
  public JavaCommand without(Predicate<String> entries) {
    classPath =
        Arrays.stream(classPath.split(File.pathSeparator))
            .filter(entries.negate())
            .collect(Collectors.joining(File.pathSeparator));
    return this;
  }

  /** The command with these arguments for the main class. */
  public List<String> with(String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(java);
    command.addAll(options);
    launchProgram().ifPresent(command::add);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
