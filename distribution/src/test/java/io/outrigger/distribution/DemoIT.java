package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
  void everyReadingGoesThroughThreeProcesses() throws Exception {
    try (ChildProcess demo = demo()) {
      assertNothingLost(demo);
    }
  }

  private static void assertNothingLost(ChildProcess demo) throws InterruptedException {
    demo.awaitExit(0);
    List<Matcher> printed = printed(demo);
    assertEquals(20, printed.size(), demo::output);
    for (int i = 0; i < printed.size(); i++) {
      Matcher line = printed.get(i);
      assertEquals(Integer.toString(i + 1), line.group(1));
      assertEquals(3, Set.of(line.group(2), line.group(3), line.group(4)).size(), line.group());
    }
    assertEquals(
        "20 published, 20 handled in process " + printed.get(0).group(3) + ", 0 lost",
        demo.lastLine());
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
      demo.awaitMatch("^reading 1: ");
      String files = Files.readString(Path.of("/proc", average, "maps"));
      assertTrue(files.contains(preloaded.toString()), files);
      assertNothingLost(demo);
    }
  }

  @Test
  void killedProcessIsToldByLastLineAndExitStatus() throws Exception {
    try (ChildProcess demo = demo()) {
      long average = Long.parseLong(demo.awaitMatch("average: runs .* as process (\\d+)"));
      demo.awaitMatch("^reading 1: ");
      ProcessHandle.of(average).orElseThrow().destroyForcibly();
      assertNotEquals(0, demo.awaitExit(), demo::output);
      Set<String> handled = new HashSet<>();
      printed(demo).forEach(line -> handled.add(line.group(1)));
      assertTrue(handled.size() < 20, demo::output);
      assertEquals(
          "20 published, %d handled in process %d, %d lost"
              .formatted(handled.size(), average, 20 - handled.size()),
          demo.lastLine());
    }
  }

  @Test
  void sameModulesRunInOneProcess() throws Exception {
    String configuration = Distribution.sample("one-process/gateway.json").toString();
    try (ChildProcess gateway =
        Command.start(folder, Distribution.command("outrigger"), "gateway", configuration)) {
      gateway.awaitMatch("^reading 20: ");
      gateway.signal("TERM");
      gateway.awaitExit(0);
      Set<String> processes = new HashSet<>();
      printed(gateway)
          .forEach(line -> processes.addAll(List.of(line.group(2), line.group(3), line.group(4))));
      assertEquals(Set.of(Long.toString(gateway.pid())), processes);
    }
  }
}
