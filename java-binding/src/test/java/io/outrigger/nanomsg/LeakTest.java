package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory stays as it is however many messages pass: {@code outrigger.leak.messages}, default a
 * million. Each method to send and to receive has its share. In a JVM of its own.
 */
@Timeout(3_600)
class LeakTest {
  private static final long MESSAGES = Long.getLong("outrigger.leak.messages", 1_000_000);

  @TempDir Path directory;

  @Test
  void memoryIsFlatHoweverManyMessagesPass() throws Exception {
    ChildJvm.Result result =
        new ChildJvm(ManyMessages.class)
            .jvm(
                "-Xms64m",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-XX:TieredStopAtLevel=1")
            .within(Duration.ofHours(1))
            .run(Long.toString(MESSAGES), directory.toString());
    System.out.println(result.output());
    assertEquals(0, result.exitCode(), result.output());
    assertTrue(result.output().contains("flat"), result.output());
  }
}
