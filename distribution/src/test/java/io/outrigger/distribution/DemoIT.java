package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    ProcessBuilder command = Run.command(folder, Distribution.command("outrigger-demo"));
    command.environment().put("OUTRIGGER_DEMO_SECONDS", SECONDS);
    return command;
  }

  private Run demo() throws Exception {
    return Run.of(command());
  }

  private static List<Matcher> printed(Run run) {
    return run.lines().stream().map(PRINTED::matcher).filter(Matcher::find).toList();
  }

  @Test
  void everyReadingGoesThroughThreeProcesses() throws Exception {
    try (Run demo = demo()) {
      assertNothingLost(demo);
    }
  }

  private static void assertNothingLost(Run demo) throws InterruptedException {
    demo.assertExit(0);
    List<Matcher> printed = printed(demo);
    assertEquals(20, printed.size(), demo::output);
    for (int i = 0; i < printed.size(); i++) {
      Matcher way = printed.get(i);
      assertEquals(Integer.toString(i + 1), way.group(1));
      assertEquals(3, Set.of(way.group(2), way.group(3), way.group(4)).size(), way.group());
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
    try (Run demo = Run.of(command)) {
      String average = demo.await("average: runs .* as process (\\d+)");
      demo.await("^reading 1: ");
      String files = Files.readString(Path.of("/proc", average, "maps"));
      assertTrue(files.contains(preloaded.toString()), files);
      assertNothingLost(demo);
    }
  }

  @Test
  void killedProcessIsToldByLastLineAndExitStatus() throws Exception {
    try (Run demo = demo()) {
      long average = Long.parseLong(demo.await("average: runs .* as process (\\d+)"));
      demo.await("^reading 1: ");
      Run.signal("KILL", average);
      assertNotEquals(0, demo.exit(), demo::output);
      Set<String> handled = new HashSet<>();
      printed(demo).forEach(way -> handled.add(way.group(1)));
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
    try (Run gateway =
        Run.of(Run.command(folder, Distribution.command("outrigger"), "gateway", configuration))) {
      gateway.await("^reading 20: ");
      gateway.signal("TERM");
      gateway.assertExit(0);
      Set<String> processes = new HashSet<>();
      printed(gateway)
          .forEach(way -> processes.addAll(List.of(way.group(2), way.group(3), way.group(4))));
      assertEquals(Set.of(Long.toString(gateway.pid())), processes);
    }
  }
}
