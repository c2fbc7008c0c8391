package io.outrigger.benchmarks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of programs that the build made. */
public final class Programs {
  private static final String BUILD_PROPERTY = "outrigger.benchmarks.build";
  private static final String DISTRIBUTION_PROPERTY = "outrigger.benchmarks.distribution";

  private Programs() {}

  /** A C program. */
  public static List<String> c(String name, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(folder(BUILD_PROPERTY).resolve(name).toString());
    command.addAll(arguments);
    return command;
  }

  /** One of the distribution's launchers. */
  public static String launcher(String name) {
    Path launcher = folder(DISTRIBUTION_PROPERTY).resolve("bin").resolve(name);
    if (!Files.isExecutable(launcher)) {
      throw new IllegalStateException("there is no " + launcher + ": build the distribution first");
    }
    return launcher.toString();
  }

  /** The folder of this module's classes. */
  public static Path classes() {
    return folder(BUILD_PROPERTY).resolve("classes");
  }

  private static Path folder(String property) {
    String folder = System.getProperty(property);
    if (folder == null) {
      throw new IllegalStateException(
          "the property " + property + " isn't set: start by benchmarks/bench, which sets it");
    }
    return Path.of(folder);
  }

  /** A Java program on this one's class path, with the JVM's own choices but for these options. */
  public static List<String> java(
      List<String> jvmOptions, Class<?> mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass.getName());
    command.addAll(arguments);
    return command;
  }
}
