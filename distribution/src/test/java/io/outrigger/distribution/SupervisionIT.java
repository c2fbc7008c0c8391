package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.distribution.supervision.Faulty;
import io.outrigger.distribution.supervision.Tally;
import io.outrigger.distribution.supervision.Ticker;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.ModuleJar;
import io.outrigger.testsupport.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a gateway does about hosts that fail, and a host about its gateway. A ticker in the gateway
 * publishes to a module in a host, which fails, and a tally in the gateway hears from both.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SupervisionIT {
  private static final String RESTART =
      "\"restart\": { \"policy\": \"on-failure\", \"backoff.initial.ms\": 100 },";
  private static final Pattern HOST = Pattern.compile("the module runs in process ([0-9]+)");

  @TempDir Path folder;

  @BeforeEach
  void writeModules() throws IOException {
    new ModuleJar()
        .with(Faulty.class, Ticker.class, Tally.class)
        .write(folder.resolve("modules.jar"));
    writeHost("\"hang.timeout.ms\": 1000");
  }

  private void writeHost(String more) throws IOException {
    Files.writeString(
        folder.resolve("host.json"),
        """
        {
          "listen.url": "ipc://%1$s/host", "remote.url": "ipc://%1$s/gateway",
          "module.path": "modules.jar", "module.class": "%2$s", %3$s
        }
        """
            .formatted(folder, Faulty.class.getName(), more));
  }

  /** What Faulty has for a configuration: a fault, and the file that it makes. */
  private void writeGateway(String fault, String more) throws IOException {
    Files.writeString(
        folder.resolve("gateway.json"),
        """
        {
          "modules": [
            { "name": "ticker", "args": 200, "loader": { "name": "java", "entrypoint":
                { "class.name": "%2$s", "class.path": "modules.jar" } } },
            { "name": "faulty", "loader": { "name": "proxy" }, "args": {
                "listen.url": "ipc://%1$s/gateway", "remote.url": "ipc://%1$s/host",
                "activation.type": "fork", %5$s
                "fork": { "host.path": "%6$s", "configuration.path": "host.json" },
                "module.configuration": "%4$s %1$s/fault" } },
            { "name": "tally", "loader": { "name": "java", "entrypoint":
                { "class.name": "%3$s", "class.path": "modules.jar" } } }
          ],
          "links": [ { "source": "ticker", "sink": "faulty" }, { "source": "faulty", "sink": "tally" } ]
        }
        """
            .formatted(
                folder,
                Ticker.class.getName(),
                Tally.class.getName(),
                fault,
                more,
                Distribution.command("outrigger-host")));
  }

  private ChildProcess start() throws IOException {
    return Command.start(folder, Distribution.command("outrigger"), "gateway", "gateway.json");
  }

  private ChildProcess start(String fault, String more) throws IOException {
    writeGateway(fault, more);
    return start();
  }

  /** Waits for the instance of that number, from 1; returns its process id. */
  private static long awaitHost(ChildProcess gateway, int number) {
    Matcher line =
        HOST.matcher(gateway.await("host: faulty: the module runs in process", number).text());
    assertTrue(line.find());
    return Long.parseLong(line.group(1));
  }

  private static void awaitEnd(long process) {
    Await.until("process " + process + " has ended", () -> !Proc.isRunning(process));
  }

  /** Ends the gateway in order; nothing is unaccounted for. */
  private static void stop(ChildProcess gateway) throws Exception {
    gateway.signal("TERM");
    gateway.awaitExit(0);
    assertSums(gateway);
  }

  private static void assertSums(ChildProcess gateway) {
    long[] link =
        numbers(
            gateway,
            "link ticker -> faulty: (\\d+) published, (\\d+) delivered, (\\d+) dropped, (\\d+) undelivered");
    assertEquals(link[0], link[1] + link[2] + link[3], gateway::output);
    long[] proxy =
        numbers(
            gateway,
            "proxy faulty: (\\d+) accepted, (\\d+) delivered, (\\d+) in doubt, (\\d+) undelivered, (\\d+) pending");
    assertEquals(proxy[0], proxy[1] + proxy[2] + proxy[3], gateway::output);
    assertEquals(0, proxy[4], gateway::output);
  }

  private static long[] numbers(ChildProcess gateway, String regex) {
    Pattern pattern = Pattern.compile(regex);
    Matcher found =
        gateway.lines().stream()
            .map(pattern::matcher)
            .filter(Matcher::find)
            .findFirst()
            .orElseThrow(() -> new AssertionError(regex + " in\n" + gateway.output()));
    long[] numbers = new long[found.groupCount()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Long.parseLong(found.group(i + 1));
    }
    return numbers;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kill   | was ended by signal 9 (SIGKILL)",
        "halt   | ended with exit code 9",
        "exit   | ended with exit code 7",
        "memory | Terminating due to java.lang.OutOfMemoryError",
        "thrown | ended with exit code 6",
        "hang   | it hangs: io.outrigger.distribution.supervision.Faulty: receive has not returned",
      })
  void aHostThatFailsIsReplacedAndNothingIsUnaccountedFor(String fault, String told)
      throws Exception {
    try (ChildProcess gateway = start(fault, RESTART)) {
      long first = awaitHost(gateway, 1);
      long second = awaitHost(gateway, 2);
      awaitEnd(first);
      gateway.await(told);
      gateway.await("tally: received", 5);
      stop(gateway);
      awaitEnd(second);
    }
  }

  @Test
  void aHangIsNamedWithTheThreadsStack() throws Exception {
    try (ChildProcess gateway = start("hang", RESTART)) {
      gateway.await("ERROR host: faulty: HangWatch: io.outrigger.distribution.supervision.Faulty");
      gateway.await("\tat ", line -> line.contains("\tat ") && line.contains("Faulty.hang"), 1);
      awaitHost(gateway, 2);
      stop(gateway);
    }
  }

  @Test
  void aHangHoldsUpNoOtherModule() throws Exception {
    writeGateway("hang", "\"window.messages\": 4,");
    Path file = folder.resolve("gateway.json");
    String links = "\"links\": [ { \"source\": \"ticker\", \"sink\": \"tally\" },";
    Files.writeString(file, Files.readString(file).replace("\"links\": [", links));
    try (ChildProcess gateway = start()) {
      gateway.await("faulty takes nothing: its host has made no room for 1000 ms");
      int before = gateway.lines("tally: received").size();
      gateway.await("tally: received", before + 10);
      assertEquals(1, gateway.lines("has made no room for 1000 ms (timeout.ms)").size());
    }
  }

  @Test
  void aHostThatTakesNothingAndCannotSayWhyIsReplaced() throws Exception {
    try (ChildProcess gateway = start("none", RESTART + "\"hang.timeout.ms\": 1500,")) {
      long host = awaitHost(gateway, 1);
      gateway.await("tally: received", 1);
      ChildProcess.run("kill", "-STOP", "" + host);
      gateway.await("it hangs: it has taken no message for");
      awaitHost(gateway, 2);
      awaitEnd(host);
      stop(gateway);
    }
  }

  @Test
  void withoutAPolicyAHangIsToldAndTheHostStays() throws Exception {
    try (ChildProcess gateway = start("hang", "")) {
      gateway.await("ERROR HostSupervisor: faulty: hangs: ");
      assertEquals(1, gateway.lines("host: faulty: the module runs in process").size());
    }
  }

  @Test
  void aCallOfExitIsNamedWithModuleCodeAndStack() throws Exception {
    try (ChildProcess gateway = start("exit", RESTART)) {
      gateway.await("called System.exit on its thread");
      gateway.await("\tat ", line -> line.contains("Faulty.fail"), 1);
      gateway.await("ended with exit code 7");
      awaitHost(gateway, 2);
      stop(gateway);
    }
  }

  @Test
  void aHostThatIsNotReplacedByDefaultStaysDown() throws Exception {
    try (ChildProcess gateway = start("kill", "")) {
      gateway.await("ERROR HostSupervisor: faulty: the host is gone: its process");
      stop(gateway);
    }
  }

  @Test
  void aHostThatFailsTooOftenStaysDown() throws Exception {
    writeGateway("none", RESTART.replace("100", "1, \"backoff.max.ms\": 1, \"limit\": 3"));
    try (ChildProcess gateway = start()) {
      gateway.await("gateway started");
      for (int i = 1; i <= 3; i++) {
        gateway.await("faulty: the host is RUNNING", i);
        long host = awaitHost(gateway, i);
        ProcessHandle.of(host)
            .orElseThrow(() -> new AssertionError(host + "\n" + gateway.output()))
            .destroyForcibly();
      }
      gateway.await("it was started 3 times in 600000 ms (restart.limit, restart.within.ms)");
      stop(gateway);
    }
  }

  @Test
  void aGatewayThatIsKilledLeavesNoProcessAndTheNextOneHasItsOwnHost() throws Exception {
    try (ChildProcess gateway = start("child", "")) {
      long host = awaitHost(gateway, 1);
      Await.until("its child runs", () -> !childLines().isEmpty());
      long child = Long.parseLong(childLines().get(1));
      long begin = gateway.kill();
      try (ChildProcess next = start()) {
        awaitEnd(host);
        awaitEnd(child);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        assertTrue(millis < 1000 + 3000, () -> "after " + millis + " ms"); // a JVM starts meanwhile
        long nextHost = awaitHost(next, 1);
        assertFalse(nextHost == host);
        next.await("tally: received", 2);
        stop(next);
      }
    }
  }

  /** What a module's child says of its signals, and its process id. */
  private List<String> childLines() {
    try {
      Path file = folder.resolve("fault");
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.size() == 2 ? lines : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  @Test
  void whatAModuleStartsEndsWithItsHostAndHasOrdinarySignals() throws Exception {
    try (ChildProcess gateway = start("child", RESTART)) {
      long host = awaitHost(gateway, 1);
      Await.until("its child runs", () -> !childLines().isEmpty());
      // Signals 32 and 33 are libc's own; Java can't have them changed in its children.
      long ignored = Long.parseLong(childLines().get(0).split("\\s+")[1], 16);
      assertEquals(0, ignored & 0x7fffffff, () -> Long.toHexString(ignored));
      long child = Long.parseLong(childLines().get(1));
      ProcessHandle.of(host).orElseThrow().destroyForcibly();
      awaitEnd(child);
      awaitHost(gateway, 2);
      Await.until("its child runs", () -> !childLines().isEmpty());
      long second = Long.parseLong(childLines().get(1));
      stop(gateway);
      awaitEnd(second);
    }
  }

  @Test
  void aSignalForAllProcessesEndsInOrder() throws Exception {
    try (ChildProcess gateway = start("none", "")) {
      long host = awaitHost(gateway, 1);
      gateway.await("tally: received", 2);
      ChildProcess.run("kill", "-TERM", "" + host, "" + gateway.pid());
      gateway.awaitExit(0);
      assertSums(gateway);
      long[] proxy =
          numbers(gateway, "proxy faulty: (\\d+) accepted, (\\d+) delivered, (\\d+) in doubt");
      assertEquals(proxy[0], proxy[1], gateway::output);
      gateway.await("the module is destroyed");
    }
  }

  @Test
  void aSignalForAllProcessesLeavesASinkItsTurnHoweverLongItsSourceTakes() throws Exception {
    writeGateway("slow", "\"destroy.timeout.ms\": 7000,");
    Files.writeString(
        folder.resolve("tally.json"),
        Files.readString(folder.resolve("host.json"))
            .replace(Faulty.class.getName(), Tally.class.getName())
            .replace("/host\"", "/tally\"")
            .replace("/gateway\"", "/from-tally\""));
    String entry =
        """
        { "name": "tally", "loader": { "name": "proxy" }, "args": {
            "listen.url": "ipc://%1$s/from-tally", "remote.url": "ipc://%1$s/tally",
            "activation.type": "fork",
            "fork": { "host.path": "%2$s", "configuration.path": "tally.json" } } }
        """
            .formatted(folder, Distribution.command("outrigger-host"));
    Path file = folder.resolve("gateway.json");
    String text = Files.readString(file);
    int begin = text.indexOf("{ \"name\": \"tally\"");
    int end = text.indexOf("],", begin);
    Files.writeString(file, text.substring(0, begin) + entry + text.substring(end));
    try (ChildProcess gateway = start()) {
      long slow = awaitHost(gateway, 1);
      String tally = gateway.awaitMatch("tally: runs .* as process (\\d+)");
      gateway.await("host: tally: received", 2);
      ChildProcess.run("kill", "-TERM", "" + slow, tally, "" + gateway.pid());
      gateway.awaitExit(0);
      assertSums(gateway);
      gateway.await("host: tally: heard goodbye");
      gateway.await("host: tally: received in all");
    }
  }

  @Test
  void aStartThatIsGivenUpEndsItsHostsInOrder() throws Exception {
    writeGateway("none", "");
    Path file = folder.resolve("gateway.json");
    String other =
        "{ \"name\": \"away\", \"loader\": { \"name\": \"proxy\" }, \"args\": { \"listen.url\": \"ipc://"
            + folder
            + "/a\", \"remote.url\": \"ipc://"
            + folder
            + "/b\" } }, { \"name\": \"tally\"";
    Files.writeString(file, Files.readString(file).replace("{ \"name\": \"tally\"", other));
    try (ChildProcess gateway = start()) {
      awaitHost(gateway, 1);
      gateway.await("faulty: the host is RUNNING");
      gateway.signal("TERM");
      gateway.awaitExit(0);
      gateway.await("the module is destroyed");
      assertTrue(gateway.lines("SIGKILL").isEmpty(), gateway::output);
    }
  }

  @Test
  void aHostThatASignalEndsIsDestroyedInOrderHoweverLongThatTakes() throws Exception {
    try (ChildProcess gateway = start("slow", "")) {
      long host = awaitHost(gateway, 1);
      gateway.await("tally: received", 1);
      ChildProcess.run("kill", "-TERM", "" + host);
      gateway.await("faulty: the host is STOPPING: a signal from outside told it to end");
      gateway.await("the module is destroyed");
      gateway.await("faulty: the host is STOPPED");
      stop(gateway);
    }
  }

  @Test
  void aLineOfAHostKeepsItsLevelAndAStackTraceIsOneRecord() throws Exception {
    writeGateway("log", "");
    ProcessBuilder builder =
        Command.in(folder, Distribution.command("outrigger"), "gateway", "gateway.json");
    builder.environment().put("OUTRIGGER_LOG_LEVEL", "WARN");
    try (ChildProcess gateway = Command.start(builder)) {
      String line = gateway.await("it is broken").text();
      assertTrue(
          line.matches("\\d{4}-\\d\\d-\\d\\d .* ERROR host: faulty: Faulty: it is broken"), line);
      gateway.await("java.lang.IllegalStateException: the cause");
      gateway.signal("TERM");
      gateway.awaitExit(0);
      assertEquals(1, gateway.lines("ERROR").size(), gateway::output);
      assertTrue(gateway.lines("not an error").isEmpty(), gateway::output);
    }
  }

  @Test
  void whatAModulePrintsIsBoundedAndCounted() throws Exception {
    try (ChildProcess gateway = start("print", "")) {
      gateway.await("lines left out, beyond log.lines.per.second 100");
      stop(gateway);
      assertTrue(gateway.lines("of many").size() < 20_000);
    }
  }

  @Test
  void aHostWithAWrongAddressOfItsGatewayIsToldOnBothSides() throws Exception {
    Path file = folder.resolve("host.json");
    Files.writeString(file, Files.readString(file).replace("/gateway\"", "/gatewy\""));
    try (ChildProcess gateway = start("none", "")) {
      gateway.await("no gateway has listened at ipc://" + folder + "/gatewy for 3000 ms");
      gateway.await("has not connected to ipc://" + folder + "/gateway for 3000 ms");
    }
  }
}
