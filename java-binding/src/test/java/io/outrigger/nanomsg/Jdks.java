package io.outrigger.nanomsg;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The JDKs of this machine: the one that runs the tests, and those where Linux keeps them. */
final class Jdks {
  private Jdks() {}

  /** One java executable for each version from 17 on. */
  static Map<Integer, Path> executables() throws IOException {
    Map<Integer, Path> found = new TreeMap<>();
    Path place = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(place)) {
      try (DirectoryStream<Path> homes = Files.newDirectoryStream(place)) {
        for (Path home : homes) {
          int version = version(home.resolve("release"));
          if (version >= 17 && Files.isExecutable(home.resolve("bin/java"))) {
            found.put(version, home.resolve("bin/java"));
          }
        }
      }
    }
    found.put(Runtime.version().feature(), Path.of(System.getProperty("java.home"), "bin", "java"));
    return found;
  }

  private static int version(Path release) throws IOException {
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    for (String line : Files.readAllLines(release)) {
      if (line.startsWith("JAVA_VERSION=")) {
        String digits = line.replaceAll("[^0-9.]", "");
        return Integer.parseInt(digits.split("\\.")[0]);
      }
    }
    return 0;
  }
}
