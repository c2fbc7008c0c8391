package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a gateway does about hosts that fail. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SupervisionIT extends SupervisedGateway {
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
