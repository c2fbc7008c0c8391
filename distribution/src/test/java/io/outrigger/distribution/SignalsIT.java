package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.distribution.supervision.Faulty;
import io.outrigger.distribution.supervision.Tally;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What signals do to a gateway and its hosts, and what is left of them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SignalsIT extends SupervisedGateway {
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
      gateway.await("gateway started"); // a host that ends before that ends the start
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
}
