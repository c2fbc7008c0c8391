package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoIT {
  private static final Pattern PRINTED =
      Pattern.compile(
          "reading (\\d+): \\S+ °C on average; sensor in process (\\d+), average in process (\\d+),"
              + " printer in process (\\d+)");

  /** A demo that loses a message runs so long. */
  private static final String SECONDS = "20";

  @TempDir Path folder;

  private ProcessBuilder command() {
    ProcessBuilder command = Command.in(folder, Distribution.command("outrigger-demo"));
    command.environment().put("OUTRIGGER_DEMO_SECONDS", SECONDS);
    return command;
  }

  private ChildProcess demo() throws Exception {
    return Command.start(command());
  }

  private static List<Matcher> printed(ChildProcess run) {
    return run.lines().stream().map(PRINTED::matcher).filter(Matcher::find).toList();
  }

  @Test
  void everyReadingGoesThroughThreeProcessesOfWhichOneIsReplaced() throws Exception {
    try (ChildProcess demo = demo()) {
      assertNothingLost(demo);
    }
  }

  private static void assertNothingLost(ChildProcess demo) throws InterruptedException {
    demo.awaitExit(0);
    Set<String> readings = new HashSet<>();
    Set<String> averages = new HashSet<>();
    for (Matcher line : printed(demo)) {
      assertTrue(readings.add(line.group(1)), demo::output);
      averages.add(line.group(3));
      assertEquals(3, Set.of(line.group(2), line.group(3), line.group(4)).size(), line.group());
    }
    assertEquals(2, averages.size(), demo::output);
    int lost = 20 - readings.size();
    String doubt = demo.lastLine().replaceAll(".* lost,? ?", "").replace(" in doubt", "");
    assertTrue(lost <= (doubt.isEmpty() ? 0 : Integer.parseInt(doubt)), demo::output);
    assertTrue(
        demo.lastLine()
            .startsWith(
                "20 published, %d handled in 2 processes, %d lost".formatted(20 - lost, lost)),
        demo::output);
  }

  /** Debian's libnanomsg, and another copy of ours. */
  @ParameterizedTest
  @ValueSource(strings = {"debian/lib/libnanomsg.so.5", "dev/lib/libnanomsg.so"})
  void anotherLibnanomsgInEveryProcessLosesNothing(String library) throws Exception {
    Path preloaded =
        Distribution.SOURCES.resolve("native/nanomsg/target").resolve(library).toRealPath();
    ProcessBuilder command = command();
    command.environment().put("LD_PRELOAD", preloaded.toString());
    try (ChildProcess demo = Command.start(command)) {
      String average = demo.awaitMatch("average: runs .* as process (\\d+)");
      demo.awaitMatch("^printer: reading 1: ");
      String files = Files.readString(Path.of("/proc", average, "maps"));
      assertTrue(files.contains(preloaded.toString()), files);
      assertNothingLost(demo);
    }
  }

  @Test
  void readingsThatAreMissingAreToldByLastLineAndExitStatus() throws Exception {
    try (ChildProcess demo = demo()) {
      long sensor = Long.parseLong(demo.awaitMatch("sensor: runs .* as process (\\d+)"));
      demo.awaitMatch("^printer: reading 1: ");
      ProcessHandle.of(sensor).orElseThrow().destroyForcibly();
      assertNotEquals(0, demo.awaitExit(), demo::output);
      assertFalse(demo.lastLine().startsWith("20 published"), demo::output);
    }
  }

  @Test
  void sameModulesRunInOneProcess() throws Exception {
    String configuration = Distribution.sample("one-process/gateway.json").toString();
    try (ChildProcess gateway =
        Command.start(folder, Distribution.command("outrigger"), "gateway", configuration)) {
      gateway.awaitMatch("^printer: reading 20: ");
      gateway.signal("TERM");
      gateway.awaitExit(0);
      Set<String> processes = new HashSet<>();
      printed(gateway)
          .forEach(line -> processes.addAll(List.of(line.group(2), line.group(3), line.group(4))));
      assertEquals(Set.of(Long.toString(gateway.pid())), processes);
    }
  }
}
