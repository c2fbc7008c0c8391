package io.outrigger.activation.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.activation.ActivationException;
import io.outrigger.activation.HostInstance;
import io.outrigger.activation.InstanceEnd;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are shell scripts, under the real launcher. */
@Timeout(60)
class ForkInstanceTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int LINES_PER_SECOND = 1000;

  @TempDir Path folder;
  private final CapturedLog log = new CapturedLog();
  private final List<String> reports = new CopyOnWriteArrayList<>();
  private final CompletableFuture<InstanceEnd> ended = new CompletableFuture<>();
  private HostInstance instance;

  private final HostInstance.Listener listener =
      new HostInstance.Listener() {
        @Override
        public void ready() {
          reports.add("ready");
        }

        @Override
        public void stopping() {
          reports.add("stopping");
        }

        @Override
        public void hanging(String what) {
          reports.add("hanging " + what);
        }

        @Override
        public void ended(InstanceEnd end) {
          ended.complete(end);
        }
      };

  private void start(String script) throws Exception {
    launch("/bin/sh", "-c", script);
  }

  private void launch(String program, String... arguments) throws Exception {
    HostProgram host = new HostProgram(program, List.of(arguments));
    instance = new ForkLauncher("thermometer", host, LINES_PER_SECOND).launch(listener);
  }

  @AfterEach
  void stop() throws Exception {
    if (instance != null) {
      instance.kill();
      instance.awaitEnd(LONG);
    }
    log.close();
  }

  private InstanceEnd end() throws Exception {
    return ended.get(20, TimeUnit.SECONDS);
  }

  /** A file into which a script writes a process id, and then that process. */
  private ProcessHandle process(Path file) throws Exception {
    Await.until("the script has written its pid", () -> read(file).endsWith("\n"));
    return ProcessHandle.of(Long.parseLong(read(file).strip())).orElseThrow();
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private void awaitLog(String line) throws Exception {
    Await.until(line, () -> log.lines().stream().anyMatch(l -> l.endsWith(line)));
  }

  @Test
  void whatAHostPrintsIsLoggedLineByLineWithItsModulesName() throws Exception {
    start("echo one; echo two >&2; printf 'three\\r\\n'; printf four");
    for (String line : List.of("one", "two", "three", "four")) {
      awaitLog("INFO host - thermometer: " + line);
    }
  }

  @Test
  void aLineKeepsItsLevelAndAStackTraceIsOneRecord() throws Exception {
    start("printf '<4>careful\\n<3>broken\\n<3>\\tat one\\n<3>\\tat two\\nplain\\n'");
    awaitLog("WARN host - thermometer: careful");
    awaitLog("ERROR host - thermometer: broken");
    awaitLog("INFO host - thermometer: plain");
    int broken = log.lines().indexOf(lineThatEnds("thermometer: broken"));
    assertEquals(List.of("at one", "at two"), log.lines().subList(broken + 1, broken + 3));
  }

  private String lineThatEnds(String end) {
    return log.lines().stream().filter(l -> l.endsWith(end)).findFirst().orElseThrow();
  }

  @Test
  void aFloodIsBoundedAndWhatIsLeftOutIsCounted() throws Exception {
    start("seq 1 200000; sleep 100");
    String text = "lines left out, beyond log.lines.per.second " + LINES_PER_SECOND;
    Await.until("it is logged", () -> log.contains(text));
    assertTrue(log.count("thermometer: ") < 100_000);
  }

  @Test
  void theEndOfAHostIsToldWithItsExitCodeAndLastLines() throws Exception {
    start("for i in $(seq 1 30); do echo line $i; done; exit 7");
    InstanceEnd end = end();
    assertEquals(7, end.status());
    assertFalse(end.isClean());
    assertEquals("ended with exit code 7", end.how());
    assertEquals(20, end.lastLines().size());
    assertEquals("line 11", end.lastLines().get(0));
    assertEquals("line 30", end.lastLines().get(19));
    assertEquals(end, instance.end().orElseThrow());
    assertTrue(end.toString().startsWith("ended with exit code 7; its last lines:"));
  }

  @Test
  void whatAKilledHostHasStartedIsKilledToo() throws Exception {
    Path pid = folder.resolve("pid");
    Path child = folder.resolve("child");
    start(
        "setsid sh -c 'echo $$ > "
            + child
            + "; exec sleep 100' & while ! [ -s "
            + child
            + " ]; do :; done; echo up; echo $$ > "
            + pid
            + "; wait");
    ProcessHandle childProcess = process(child);
    process(pid).destroyForcibly();
    InstanceEnd end = end();
    assertEquals(
        "was ended by signal 9 (SIGKILL); processes that it had started and left were killed: 1",
        end.how());
    assertEquals(List.of("up"), end.lastLines());
    assertFalse(childProcess.isAlive());
  }

  @Test
  void aLineWithoutAnEndIsLoggedInPartsAndNotKept() throws Exception {
    start("head -c 3000000 /dev/zero | tr '\\0' x");
    end();
    int expected = (3_000_000 + HostOutput.LONGEST_LINE - 1) / HostOutput.LONGEST_LINE;
    Await.until("all is logged", () -> log.count("thermometer: xxx") >= expected);
    assertEquals(expected, log.count("thermometer: xxx"));
  }

  @Test
  void whatTheHostReportsIsTold() throws Exception {
    start("for r in READY STOPPING 'HANG receive: 2000 ms' NONSENSE; do echo $r >&3; done");
    end();
    assertEquals(List.of("ready", "stopping", "hanging receive: 2000 ms"), reports);
  }

  @Test
  void aHostThatEndsByItselfGetsNoSignal() throws Exception {
    Path fifo = folder.resolve("fifo");
    ChildProcess.run("mkfifo", fifo.toString());
    start("trap 'exit 9' TERM; read line < " + fifo + "; exit 0");
    Thread stopping = Thread.currentThread();
    Thread later =
        new Thread(
            () -> {
              // Before the stop the end would be a death.
              while (stopping.getState() != Thread.State.TIMED_WAITING) {
                Thread.yield();
              }
              write(fifo);
            });
    later.start();
    assertTrue(instance.stop(LONG, LONG));
    assertTrue(end().isClean());
    assertFalse(log.contains("SIGTERM"));
    later.join();
  }

  private static void write(Path fifo) {
    try {
      Files.writeString(fifo, "go\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aHostThatDoesNotEndGetsSigterm() throws Exception {
    Path up = folder.resolve("up");
    start("trap 'exit 9' TERM; echo $$ > " + up + "; while :; do sleep 0.1; done");
    process(up);
    assertTrue(instance.stop(Duration.ofMillis(50), LONG));
    assertTrue(log.contains("SIGTERM"));
    assertFalse(log.contains("SIGKILL"));
    assertEquals("ended with exit code 9", end().how());
  }

  @Test
  void aHostThatIgnoresSigtermGetsSigkill() throws Exception {
    Path up = folder.resolve("up");
    start("trap '' TERM; echo $$ > " + up + "; while :; do sleep 0.1; done");
    ProcessHandle process = process(up);
    assertTrue(instance.stop(Duration.ZERO, LONG));
    assertTrue(log.contains("SIGKILL"));
    assertFalse(process.isAlive());
  }

  @Test
  void aHostThatIgnoresSigtermGetsSigkillWhenTheTimeIsOver() throws Exception {
    Path up = folder.resolve("up");
    start("trap '' TERM; echo $$ > " + up + "; while :; do sleep 0.1; done");
    ProcessHandle process = process(up);
    assertTrue(instance.stop(Duration.ZERO, Duration.ZERO));
    assertTrue(log.contains("SIGTERM"));
    assertTrue(log.contains("SIGKILL"));
    assertFalse(process.isAlive());
  }

  @Test
  void aStopThatIsInterruptedKills() throws Exception {
    Path up = folder.resolve("up");
    start("trap '' TERM; echo $$ > " + up + "; while :; do sleep 0.1; done");
    process(up);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> instance.stop(LONG, LONG));
    assertTrue(end().how().startsWith("was ended by signal 9 (SIGKILL)"), end().how());
  }

  @Test
  void signalsAreOrdinaryAndStdinIsOpenUntilTheStop() throws Exception {
    start("grep -E 'Sig(Ign|Blk)' /proc/self/status; read line; echo the end of stdin");
    awaitLog("SigBlk:\t0000000000000000");
    awaitLog("SigIgn:\t0000000000000000");
    assertFalse(log.contains("thermometer: the end of stdin"));
    instance.terminate();
    end();
  }

  @Test
  void whatCannotBeExecutedEndsAtOnceAndSaysSo() throws Exception {
    Path notAProgram = Files.writeString(folder.resolve("host"), "#!/no/such/interpreter\n");
    assertTrue(notAProgram.toFile().setExecutable(true));
    launch(notAProgram.toString());
    InstanceEnd end = end();
    assertEquals(-1, end.status());
    assertTrue(end.how().startsWith(notAProgram + " can't be run: "), end.how());
  }

  @Test
  void aLauncherThatIsKilledTakesTheHostAlong() throws Exception {
    Path up = folder.resolve("up");
    start("echo $$ > " + up + "; exec sleep 100");
    ProcessHandle process = process(up);
    process.parent().orElseThrow().destroyForcibly();
    assertEquals("ended with its launcher, which was killed", end().how());
    Await.until("the host is gone", () -> !process.isAlive());
  }

  @Test
  void aLauncherThatIsNotThereIsAnErrorThatNamesTheProperty() {
    Properties properties = new Properties();
    properties.setProperty(LaunchProgram.FILE_PROPERTY, folder.resolve("none").toString());
    ActivationException e =
        assertThrows(ActivationException.class, () -> LaunchProgram.find(properties));
    assertTrue(e.getMessage().contains("none"), e.getMessage());
    assertTrue(e.getMessage().contains(LaunchProgram.FILE_PROPERTY), e.getMessage());
  }

  @Test
  void theDistributionsLauncherIsFoundByTheKindOfMachine() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("outrigger.native.directory", folder.toString());
    properties.setProperty("os.arch", "aarch64");
    Path launcher = folder.resolve("linux-aarch64/outrigger-launch");
    Files.createDirectory(launcher.getParent());
    Files.writeString(launcher, "");
    assertTrue(launcher.toFile().setExecutable(true));
    assertEquals(launcher, LaunchProgram.find(properties));
  }
}
