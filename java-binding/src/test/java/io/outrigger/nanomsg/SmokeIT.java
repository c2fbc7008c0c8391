package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class SmokeIT {
  @TempDir Path directory;

  @Test
  void theLibraryOfThisMachineWorks() throws Exception {
    ChildJvm.Result result = new ChildJvm(Smoke.class).run(directory.toString());
    assertEquals(Platform.of(System.getProperties()) + " works", result.output());
  }

  @Test
  void theLibraryForAarch64Works() throws Exception {
    assumeFalse(Boolean.getBoolean("outrigger.aarch64.skip"), "outrigger.aarch64.skip is set");
    assumeTrue(
        Platform.of(System.getProperties()).processor().equals("x86_64"),
        "the emulator is fetched for x86_64 alone");
    ChildJvm.Result result =
        new ChildJvm(Smoke.class)
            .java(Path.of(System.getProperty("outrigger.aarch64.java")))
            .jvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
            .within(Duration.ofMinutes(5))
            .run(directory.toString());
    assertEquals("linux-aarch64 works", result.output());
  }
}
