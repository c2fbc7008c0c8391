package io.outrigger.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of programs that the build made. */
public final class Programs {
  private static final String DIRECTORY_PROPERTY = "outrigger.benchmarks.directory";

  private Programs() {}

  /** A C program. */
  public static List<String> c(String name, List<String> arguments) {
    String directory = System.getProperty(DIRECTORY_PROPERTY);
    if (directory == null) {
      throw new IllegalStateException(
          "the property "
              + DIRECTORY_PROPERTY
              + " isn't set: it names benchmarks/target, and benchmarks/bench sets it");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(directory, name).toString());
    command.addAll(arguments);
    return command;
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
