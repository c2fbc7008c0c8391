package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as it travels: its archive, and the jars in it. */
class ArchiveIT {
  private static final Instant TIMESTAMP =
      Instant.parse(System.getProperty("outrigger.build.timestamp"));

  @TempDir Path folder;

  @Test
  void unpackedArchiveMakesItsOwnClassDataAndRuns() throws Exception {
    Path home = Distribution.unpack(folder);
    List<Path> classData = List.of(home.resolve("lib/gateway.jsa"), home.resolve("lib/host.jsa"));
    classData.forEach(file -> assertFalse(Files.exists(file), file::toString));
    try (ChildProcess archive =
        Command.start(folder, home.resolve("bin/outrigger-archive").toString())) {
      archive.awaitExit(0);
      assertEquals(List.of(), archive.lines());
    }
    classData.forEach(file -> assertTrue(Files.exists(file), file::toString));

    ProcessBuilder demo = Command.in(folder, home.resolve("bin/outrigger-demo").toString());
    // The JVM refuses to run where it can't use the archive.
    demo.environment().put("OUTRIGGER_JAVA_OPTS", "-Xshare:on");
    try (ChildProcess run = Command.start(demo)) {
      run.awaitExit(0);
    }
  }

  @Test
  void everyFileCarriesTheTimestampOfTheBuild() throws Exception {
    try (Stream<Path> files = Files.walk(Distribution.unpack(folder))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertEquals(FileTime.from(TIMESTAMP), Files.getLastModifiedTime(file), file::toString);
      }
    }
  }

  @Test
  void everyEntryOfOurJarsCarriesTheTimestampOfTheBuild() throws Exception {
    try (Stream<Path> files = Files.list(Distribution.unpack(folder).resolve("lib"))) {
      List<Path> ours = files.filter(file -> file.toString().endsWith("-SNAPSHOT.jar")).toList();
      assertTrue(ours.size() >= 5, ours::toString);
      for (Path jar : ours) {
        assertTimestamps(jar);
      }
    }
  }

  private static void assertTimestamps(Path jar) throws IOException {
    LocalDateTime expected = LocalDateTime.ofInstant(TIMESTAMP, ZoneOffset.UTC);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        assertEquals(expected, entry.getTimeLocal(), () -> jar + ": " + entry);
      }
    }
  }
}
