package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class AbortTest {
  /** The status of a process that SIGABRT has ended. */
  private static final int ABORTED = 128 + 6;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(AbortCases.Case.class)
  void whatWouldAbortTheProcessDoesNot(AbortCases.Case which) throws Exception {
    ChildJvm.Result result =
        new ChildJvm(AbortCases.class)
            .under("sh", "-c", "ulimit -n 128 && exec \"$@\"", "sh")
            .jvm("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .run(which.name(), directory.toString());
    assertEquals(0, result.exitCode(), result.output());
    assertTrue(result.output().endsWith(AbortCases.SURVIVED), result.output());
  }

  @ParameterizedTest
  @EnumSource(HostileCases.Case.class)
  void bytesFromOutsideEndDebiansLibraryAlone(HostileCases.Case which) throws Exception {
    String library = System.getProperty("outrigger.nanomsg.debian") + "/lib/libnanomsg.so.5";
    ChildJvm.Result debian = hostile(which, "-Doutrigger.nanomsg.library=" + library);
    assertEquals(ABORTED, debian.exitCode(), debian.output());
    ChildJvm.Result ours = hostile(which, "-XX:+UseSerialGC");
    assertEquals(0, ours.exitCode(), ours.output());
    assertTrue(ours.output().endsWith(AbortCases.SURVIVED), ours.output());
  }

  private ChildJvm.Result hostile(HostileCases.Case which, String option) throws Exception {
    return new ChildJvm(HostileCases.class)
        .under("sh", "-c", "ulimit -c 0 && cd \"$0\" && exec \"$@\"", directory.toString())
        .jvm("-XX:TieredStopAtLevel=1", "-XX:-CreateCoredumpOnCrash", option)
        .run(which.name(), directory.toString());
  }
}
