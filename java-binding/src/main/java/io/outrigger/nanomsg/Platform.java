package io.outrigger.nanomsg;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** An operating system and processor, as the native jars call them: {@code linux-x86_64}. */
record Platform(String system, String processor) {
  static Platform of(Properties properties) {
    String architecture = properties.getProperty("os.arch");
    String processor =
        switch (architecture) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          case "arm" -> "armv7";
          default -> architecture;
        };
    return new Platform(properties.getProperty("os.name").toLowerCase(Locale.ROOT), processor);
  }

  /** Where a system keeps its libraries: Debian's place first. */
  List<Path> systemDirectories() {
    String triplet = processor.equals("armv7") ? "arm-linux-gnueabihf" : processor + "-linux-gnu";
    return List.of(
        Path.of("/usr/lib", triplet),
        Path.of("/usr/lib64"),
        Path.of("/usr/lib"),
        Path.of("/usr/local/lib"));
  }

  @Override
  public String toString() {
    return system + "-" + processor;
  }
}
