package io.outrigger.distribution;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are. */
final class Distribution {
  /** The folder that {@code mvn package} made. */
  static final Path HOME = Path.of(System.getProperty("outrigger.home"));

  /** Its archive. */
  static final Path ARCHIVE = Path.of(HOME + ".tar.gz");

  /** The checkout that it was built from. */
  static final Path SOURCES = Path.of(System.getProperty("outrigger.sources"));

  private Distribution() {}

  /** Unpacks the archive there, and returns the folder that it makes. */
  static Path unpack(Path folder) throws Exception {
    try (ChildProcess tar = Command.start(folder, "tar", "-xzf", ARCHIVE.toString())) {
      tar.awaitExit(0);
    }
    return folder.resolve(HOME.getFileName());
  }

  static String command(String name) {
    return HOME.resolve("bin").resolve(name).toString();
  }

  /** A configuration of the samples. */
  static Path sample(String path) {
    return HOME.resolve("samples").resolve(path);
  }

  /** This JVM's JDK, and the others of this machine that Outrigger can run on. */
  static List<Path> jdks() {
    Path own = Path.of(System.getProperty("java.home"));
    Path installed = Path.of("/usr/lib/jvm");
    try (Stream<Path> folders = Files.exists(installed) ? Files.list(installed) : Stream.of()) {
      return Stream.concat(Stream.of(own), folders)
          .filter(folder -> Files.isExecutable(folder.resolve("bin/java")))
          .map(Distribution::real)
          .distinct()
          .filter(folder -> folder.equals(real(own)) || feature(folder) >= 17)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** 17 of {@code JAVA_VERSION="17.0.15"} in the JDK's release file. */
  private static int feature(Path jdk) {
    try (Stream<String> lines = Files.lines(jdk.resolve("release"))) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0])
          .mapToInt(Integer::parseInt)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
