package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ticker in the gateway publishes to a module in a host, which fails, and a tally in the gateway
 * hears from both.
 */
abstract class SupervisedGateway {
  static final String RESTART =
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

  final void writeHost(String more) throws IOException {
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
  final void writeGateway(String fault, String more) throws IOException {
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

  final ChildProcess start() throws IOException {
    return Command.start(folder, Distribution.command("outrigger"), "gateway", "gateway.json");
  }

  final ChildProcess start(String fault, String more) throws IOException {
    writeGateway(fault, more);
    return start();
  }

  /** Waits for the instance of that number, from 1; returns its process id. */
  static long awaitHost(ChildProcess gateway, int number) {
    Matcher line =
        HOST.matcher(gateway.await("host: faulty: the module runs in process", number).text());
    assertTrue(line.find());
    return Long.parseLong(line.group(1));
  }

  static void awaitEnd(long process) {
    Await.until("process " + process + " has ended", () -> !Proc.isRunning(process));
  }

  /** Ends the gateway in order; nothing is unaccounted for. */
  static void stop(ChildProcess gateway) throws Exception {
    gateway.signal("TERM");
    gateway.awaitExit(0);
    assertSums(gateway);
  }

  static void assertSums(ChildProcess gateway) {
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

  static long[] numbers(ChildProcess gateway, String regex) {
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
}
