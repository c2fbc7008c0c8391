package io.outrigger.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are shell scripts. */
@Timeout(60)
class ProcessActivationTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final CapturedLog log = new CapturedLog();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private Activation activation;

  private void start(String script) throws Exception {
    activation =
        new ProcessActivation("thermometer", new HostProgram("/bin/sh", List.of("-c", script)));
    activation.start(ended::complete);
  }

  @AfterEach
  void stop() throws Exception {
    if (activation != null) {
      activation.stop(Duration.ZERO);
    }
    log.close();
  }

  private String end() throws Exception {
    return ended.get(20, TimeUnit.SECONDS);
  }

  /** A file into which a script writes its process id, and then the id. */
  private ProcessHandle process(Path file) throws Exception {
    Await.until("the script has written its pid", () -> read(file).endsWith("\n"));
    return ProcessHandle.of(Long.parseLong(read(file).strip())).orElseThrow();
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (java.io.IOException e) {
      return "";
    }
  }

  @Test
  void whatAHostPrintsIsLoggedLineByLineWithItsModulesName() throws Exception {
    start("echo one; echo two >&2; printf 'three\\r\\n'; printf four");
    end();
    for (String line : List.of("one", "two", "three", "four")) {
      Await.until(
          line, () -> log.lines().stream().anyMatch(l -> l.endsWith("thermometer: " + line)));
    }
  }

  @Test
  void theEndOfAHostIsToldWithItsExitCodeAndLastLines() throws Exception {
    start("for i in $(seq 1 30); do echo line $i; done; exit 7");
    String end = end();
    assertTrue(end.contains("ended with exit code 7; its last lines:"), end);
    List<String> lines = end.lines().toList();
    assertEquals("line 11", lines.get(1));
    assertEquals("line 30", lines.get(20));
    assertEquals(21, lines.size());
    assertEquals(end, activation.end().orElseThrow());
  }

  @Test
  void aKilledHostIsToldWithinASecondThoughItsChildHoldsItsOutput() throws Exception {
    Path pid = folder.resolve("pid");
    Path child = folder.resolve("child");
    start("sleep 100 & echo $! > " + child + "; echo up; echo $$ > " + pid + "; wait");
    ProcessHandle process = process(pid);
    long begin = System.nanoTime();
    process.destroyForcibly();
    String end = end();
    long millis = (System.nanoTime() - begin) / 1_000_000;
    process(child).destroyForcibly();
    assertTrue(end.contains("exit code 137 (ended by signal 9); its last lines:"), end);
    assertTrue(end.endsWith("up"), end);
    assertTrue(millis < 1000, () -> millis + " ms");
  }

  @Test
  void aLineWithoutAnEndIsLoggedInPartsAndNotKept() throws Exception {
    start("head -c 3000000 /dev/zero | tr '\\0' x");
    end();
    int expected = (3_000_000 + HostOutput.LONGEST_LINE - 1) / HostOutput.LONGEST_LINE;
    Await.until("all is logged", () -> parts() >= expected);
    assertEquals(expected, parts());
  }

  private long parts() {
    return log.count("thermometer: xxx");
  }

  @Test
  void aHostThatEndsByItselfGetsNoSignal() throws Exception {
    start("trap 'exit 9' TERM; read line < " + fifo() + "; exit 0");
    Thread stopping = Thread.currentThread();
    Thread later =
        new Thread(
            () -> {
              // Before the stop the end would be a death.
              while (stopping.getState() != Thread.State.TIMED_WAITING) {
                Thread.yield();
              }
              writeToFifo();
            });
    later.start();
    assertTrue(activation.stop(LONG));
    assertTrue(log.contains("ended with exit code 0"));
    assertFalse(log.contains("SIGTERM"));
    assertFalse(ended.isDone());
    later.join();
  }

  private Path fifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    ChildProcess.run("mkfifo", fifo.toString());
    return fifo;
  }

  private void writeToFifo() {
    try {
      Files.writeString(folder.resolve("fifo"), "go\n");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aHostThatDoesNotEndGetsSigterm() throws Exception {
    Path up = folder.resolve("up");
    start("trap 'exit 9' TERM; echo $$ > " + up + "; while :; do sleep 0.1; done");
    process(up);
    assertTrue(activation.stop(Duration.ofMillis(50)));
    assertTrue(log.contains("SIGTERM"));
    assertFalse(log.contains("SIGKILL"));
    assertTrue(log.contains("ended with exit code 9"));
  }

  @Test
  void aHostThatIgnoresSigtermGetsSigkillAndSoDoItsChildren() throws Exception {
    Path up = folder.resolve("up");
    Path child = folder.resolve("child");
    start(
        "trap '' TERM; sleep 100 & echo $! > "
            + child
            + "; echo $$ > "
            + up
            + "; while :; do wait; done");
    ProcessHandle process = process(up);
    ProcessHandle childProcess = process(child);
    assertTrue(activation.stop(Duration.ZERO));
    assertTrue(log.contains("SIGKILL"));
    assertFalse(process.isAlive());
    assertFalse(ProcessTree.isRunning(childProcess));
  }

  @Test
  void aHostIgnoresTheSigintOfATerminal() throws Exception {
    Path up = folder.resolve("up");
    start(
        "grep SigIgn /proc/self/status > "
            + folder.resolve("mask")
            + "; echo $OUTRIGGER_FORKED > "
            + up
            + "; sleep 100");
    Await.until("it is up", () -> read(up).endsWith("\n"));
    assertEquals("1", read(up).strip());
    long mask = Long.parseLong(read(folder.resolve("mask")).split("\\s+")[1], 16);
    assertTrue((mask & 1L << 2 - 1) != 0, () -> Long.toHexString(mask));
  }

  @Test
  void whatCannotBeExecutedEndsAtOnceAndSaysSo() throws Exception {
    Path notAProgram = Files.writeString(folder.resolve("host"), "#!/no/such/interpreter\n");
    assertTrue(notAProgram.toFile().setExecutable(true));
    activation =
        new ProcessActivation("thermometer", new HostProgram(notAProgram.toString(), List.of()));
    activation.start(ended::complete);
    String end = end();
    assertTrue(end.contains("exit code 12"), end);
    assertTrue(end.contains(notAProgram.toString()), end);
  }

  @Test
  void nothingIsStoppedThatWasNotStarted() throws Exception {
    activation = new ProcessActivation("thermometer", new HostProgram("/bin/sh", List.of()));
    assertFalse(activation.stop(LONG));
    assertTrue(activation.end().isEmpty());
  }
}
