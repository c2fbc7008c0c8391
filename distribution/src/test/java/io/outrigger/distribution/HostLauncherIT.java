package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** bin/outrigger-host, and with it what all launchers share. */
class HostLauncherIT {
  private static final String WAITS = "io.outrigger.samples.Sensor waits for its gateway";

  @TempDir Path folder;

  @BeforeEach
  void writeConfiguration() throws IOException {
    Files.writeString(
        folder.resolve("host.json"),
        """
        {
          "listen.url": "ipc://host", "remote.url": "ipc://gateway",
          "module.path": "%s", "module.class": "io.outrigger.samples.Sensor"
        }
        """
            .formatted(Distribution.sample("outrigger-samples.jar")));
  }

  private ProcessBuilder host(Path launcher) {
    return Command.in(folder, launcher.toString(), "host.json");
  }

  private ProcessBuilder host() {
    return host(Path.of(Distribution.command("outrigger-host")));
  }

  /** Runs until it waits for its gateway, then ends it; returns what it wrote. */
  private static List<String> linesOf(ProcessBuilder host) throws Exception {
    try (ChildProcess run = Command.start(host)) {
      run.awaitMatch(WAITS);
      run.signal("TERM");
      run.awaitExit(143);
      return run.lines();
    }
  }

  /** Neither the launcher nor the JVM says anything: all is the host's. */
  private static void assertSilent(ProcessBuilder host) throws Exception {
    List<String> lines = linesOf(host);
    String all = String.join("\n", lines);
    assertEquals(2, lines.size(), all);
    assertTrue(lines.get(1).contains("Host: session with the gateway: "), all);
  }

  static Stream<Path> jdks() {
    return Distribution.jdks().stream();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void noJdkWarnsOfAnything(Path jdk) throws Exception {
    ProcessBuilder host = host();
    host.environment().put("JAVA_HOME", jdk.toString());
    assertSilent(host);
  }

  @Test
  void javaOfThePathServesWithoutJavaHome() throws Exception {
    ProcessBuilder host = host();
    host.environment()
        .compute("PATH", (name, path) -> System.getProperty("java.home") + "/bin:" + path);
    host.environment().remove("JAVA_HOME");
    assertSilent(host);
  }

  @Test
  void movedDistributionRunsThroughSymlinkFromFolderWithBlanks() throws Exception {
    Path home = folder.resolve("a moved home");
    ChildProcess.run("cp", "-R", Distribution.HOME.toString(), home.toString());
    Path link = folder.resolve("my host");
    Files.createSymbolicLink(link, Path.of("a moved home", "bin", "outrigger-host"));
    assertSilent(host(link));
  }

  @Test
  void launcherBecomesTheJvm() throws Exception {
    try (ChildProcess run = Command.start(host())) {
      run.awaitMatch(WAITS);
      assertEquals("java\n", Files.readString(Path.of("/proc/" + run.pid() + "/comm")));
    }
  }

  @Test
  void usersOptionsComeAfterTheLaunchers() throws Exception {
    ProcessBuilder host = host();
    host.environment().put("OUTRIGGER_JAVA_OPTS", "-Xmx99m -XX:+PrintCommandLineFlags");
    host.environment().put("OUTRIGGER_HOST_JAVA_OPTS", "-Xmx77m");
    String flags = linesOf(host).get(0);
    assertTrue(flags.contains("-XX:MaxHeapSize=" + (77 << 20)), flags);
  }

  @Test
  void anotherCollectorCanBeChosen() throws Exception {
    ProcessBuilder host = host();
    host.environment().put("OUTRIGGER_JAVA_OPTS", "-XX:-UseSerialGC -XX:+UseG1GC");
    assertSilent(host);
  }

  @Test
  void sigintEndsAHost() throws Exception {
    try (ChildProcess run = Command.start(host())) {
      run.awaitMatch(WAITS);
      run.signal("INT");
      run.awaitExit(130);
    }
  }

  @Test
  void sigintIsLeftToTheGatewayThatForkedTheHost() throws Exception {
    ProcessBuilder host = host();
    host.environment().put("OUTRIGGER_FORKED", "1");
    try (ChildProcess run = Command.start(host)) {
      assertEquals("INFO  Host: " + WAITS, run.awaitMatch(".*" + WAITS));
      run.signal("INT");
      run.signal("TERM");
      run.awaitExit(143);
    }
  }

  @Test
  void hostOfOptionsServesTheGatewayThatLaunchesIt() throws Exception {
    String samples = Distribution.sample("outrigger-samples.jar").toString();
    Files.writeString(
        folder.resolve("gateway.json"),
        """
        {
          "modules": [
            {
              "name": "sensor",
              "loader": {
                "name": "outprocess",
                "entrypoint": {
                  "activation.type": "launch",
                  "control.id": "%1$s/control",
                  "launch": {
                    "path": "%2$s",
                    "args": [
                      "--control-id", "%1$s/control",
                      "--module-path", "%3$s",
                      "--module-class", "io.outrigger.samples.Sensor"
                    ]
                  }
                }
              },
              "args": { "interval.ms": 20 }
            },
            {
              "name": "printer",
              "loader": {
                "name": "java",
                "entrypoint": { "class.name": "io.outrigger.samples.Printer", "class.path": "%3$s" }
              }
            }
          ],
          "links": [ { "source": "sensor", "sink": "printer" } ]
        }
        """
            .formatted(folder, Distribution.command("outrigger-host"), samples));
    try (ChildProcess gateway =
        Command.start(folder, Distribution.command("outrigger"), "gateway", "gateway.json")) {
      long host = Long.parseLong(gateway.awaitMatch("outrigger-host.* as process ([0-9]+)"));
      gateway.awaitMatch("reading 3: .*sensor in process " + host);
      gateway.signal("TERM");
      gateway.awaitExit(0);
      assertTrue(ProcessHandle.of(host).isEmpty(), "the host ends with its gateway");
    }
  }

  @Test
  void wrongJavaHomeIsNamed() throws Exception {
    ProcessBuilder host = host();
    host.environment().put("JAVA_HOME", "/no/jdk");
    try (ChildProcess run = Command.start(host)) {
      run.awaitExit(1);
      assertTrue(run.output().contains("JAVA_HOME is /no/jdk"), run::output);
    }
  }

  @Test
  void usageIsShownWithoutArguments() throws Exception {
    try (ChildProcess run = Command.start(folder, Distribution.command("outrigger-host"))) {
      run.awaitExit(2);
      assertTrue(run.output().contains("Usage: outrigger-host"), run::output);
    }
  }
}
