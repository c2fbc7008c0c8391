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
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(AbortCases.Case.class)
  void whatWouldAbortTheProcessDoesNot(AbortCases.Case which) throws Exception {
    ChildProcess.Result result =
        new ChildProcess()
            .under("sh", "-c", "ulimit -n 128 && exec \"$@\"", "sh")
            .jvm("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .run(AbortCases.class, which.name(), directory.toString());
    assertEquals(0, result.exitCode(), result.output());
    assertTrue(result.output().endsWith(AbortCases.SURVIVED + "\n"), result.output());
  }
}
