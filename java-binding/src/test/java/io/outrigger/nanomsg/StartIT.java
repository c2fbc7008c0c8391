package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.MountNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a JVM starts with the bundled library, when many do, and when it isn't easy. */
@Timeout(240)
class StartIT {
  private static final int JVMS = 10;

  /** Mounts the first argument noexec, and runs the others. */
  private static final String NOEXEC =
      "mount -t tmpfs -o noexec,mode=777 tmpfs \"$1\" && shift && exec \"$@\"";

  @TempDir Path directory;
  private Path tmp;
  private Path home;

  @BeforeEach
  void directories() throws IOException {
    tmp = Files.createDirectory(directory.resolve("tmp"));
    home = Files.createDirectory(directory.resolve("home"));
  }

  private ChildJvm child(Path temporary) {
    return new ChildJvm(Hello.class)
        .jvm("-Djava.io.tmpdir=" + temporary, "-Duser.home=" + home, "-XX:+UseSerialGC");
  }

  /** Sends a message to itself. */
  static final class Hello {
    public static void main(String[] arguments) {
      try (NanoSocket one = NanoSocket.open(Protocol.PAIR);
          NanoSocket other = NanoSocket.open(Protocol.PAIR)) {
        one.bind("inproc://hello");
        other.connect("inproc://hello");
        one.send("hello".getBytes());
        System.out.println(new String(other.receive().orElseThrow()));
      }
    }
  }

  @Test
  void tenJvmsThatStartAtOnceFindOneWholeLibrary() throws Exception {
    List<ChildProcess> processes = new ArrayList<>();
    for (int i = 0; i < JVMS; i++) {
      processes.add(child(tmp).start());
    }
    for (ChildProcess process : processes) {
      try (process) {
        process.awaitExit(Duration.ofSeconds(200));
        assertEquals("hello", process.awaitExit(0));
      }
    }
    try (Stream<Path> subdirectories = Files.list(tmp)) {
      Path unpacked =
          subdirectories
              .filter(path -> path.getFileName().toString().startsWith("outrigger-"))
              .findAny()
              .orElseThrow();
      try (Stream<Path> files = Files.list(unpacked)) {
        assertEquals(1, files.count());
      }
    }
  }

  private static ChildJvm withNoexec(Path mounted, ChildJvm child) throws Exception {
    return child.under(MountNamespace.with(NOEXEC, mounted.toString()).toArray(new String[0]));
  }

  @Test
  void aTemporaryDirectoryThatIsNoexecIsPassedBy() throws Exception {
    ChildJvm.Result result =
        withNoexec(tmp, child(tmp)).in(Files.createDirectory(directory.resolve("work"))).run();
    assertEquals("hello", result.output());
    try (Stream<Path> files = Files.list(home.resolve(".cache/outrigger"))) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void whenEveryDirectoryIsNoexecTheErrorNamesTheProperty() throws Exception {
    Path inside = tmp.resolve("not-yet-there");
    ChildJvm child = child(tmp).jvm("-Duser.home=" + inside, "-Djffi.extract.dir=" + home);
    ChildJvm.Result result = withNoexec(tmp, child).run();
    assertEquals(1, result.exitCode());
    assertTrue(result.output().contains("failed to map segment"), result.output());
    assertTrue(
        result
            .output()
            .contains(
                "mounted noexec or can't be written, name another:"
                    + " -Doutrigger.nanomsg.directory=DIRECTORY"),
        result.output());
  }

  @Test
  void whenJffiCantUnpackEitherTheErrorNamesTheProperty() throws Exception {
    ChildJvm.Result result = withNoexec(tmp, child(tmp)).in(tmp).run();
    assertEquals(1, result.exitCode());
    assertTrue(
        result.output().contains("jffi, on which this binding stands, could not be loaded"),
        result.output());
    assertTrue(
        result.output().contains("-Doutrigger.nanomsg.directory=DIRECTORY"), result.output());
  }

  @Test
  void theDirectoryThatIsNamedServesBoth() throws Exception {
    Path chosen = directory.resolve("chosen");
    ChildJvm child = child(tmp).jvm("-Doutrigger.nanomsg.directory=" + chosen);
    ChildJvm.Result result = withNoexec(tmp, child).in(tmp).run();
    assertEquals("hello", result.output());
    try (Stream<Path> files = Files.list(chosen)) {
      assertEquals(1, files.count());
    }
  }
}
