package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.gateway.command.GatewayCommand;
import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.JavaCommand;
import io.outrigger.testsupport.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own. */
@Timeout(90)
class GatewayCommandTest {

  /** A module that prints its calls; the configuration says what else. */
  public static final class Talker implements GatewayModule {
    @Override
    public void create(Broker broker, String configuration) throws Exception {
      if (configuration.equals("\"fail\"")) {
        throw new IOException("no such bus");
      }
      System.out.println("created " + configuration);
      if (configuration.equals("\"hang\"")) {
        new CountDownLatch(1).await(); // it hangs
      }
    }

    @Override
    public void receive(Message message) {}

    @Override
    public void destroy() {
      System.out.println("destroyed");
    }
  }

  @TempDir Path folder;
  private ChildProcess process;

  private void run(String... arguments) throws Exception {
    start(new JavaCommand(GatewayCommand.class).with(arguments));
  }

  private void start(List<String> command) throws Exception {
    process = ChildProcess.start("gateway", folder, command);
  }

  private int exitCode() throws Exception {
    return process.awaitExit();
  }

  private String output() {
    return process.output();
  }

  private String configuration(String arguments) throws Exception {
    Path classes =
        Path.of(
            GatewayCommandTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String text =
        "{\"modules\": [{\"name\": \"talker\", \"args\": "
            + arguments
            + ", \"loader\": {\"name\": \"java\", \"entrypoint\": {\"class.name\": \""
            + Talker.class.getName()
            + "\", \"class.path\": \""
            + classes
            + "\"}}}]}";
    return Files.writeString(folder.resolve("gateway.json"), text).toString();
  }

  @AfterEach
  void kill() {
    process.close();
  }

  @Test
  void aSigtermDestroysTheModulesAndTheStatusIsZero() throws Exception {
    run(configuration("{\"a\": 1}"));
    process.await("gateway started: 1 modules, 0 links");
    assertTrue(output().contains("created {\"a\":1}"));
    process.signal("TERM");
    assertEquals(0, exitCode());
    assertTrue(output().contains("destroyed"), output());
  }

  @Test
  void aSigintIsTheSame() throws Exception {
    run(configuration("null"));
    process.await("gateway started");
    process.signal("INT");
    assertEquals(0, exitCode());
    assertTrue(output().contains("destroyed"), output());
  }

  @Test
  void aSighupDestroysTheModulesToo() throws Exception {
    run(configuration("null"));
    process.await("gateway started");
    process.signal("HUP");
    assertEquals(129, exitCode());
    assertTrue(output().contains("destroyed"), output());
  }

  @Test
  void aSignalEndsAStartThatHangs() throws Exception {
    run(configuration("\"hang\""));
    process.await("created");
    process.signal("TERM");
    assertEquals(0, exitCode());
  }

  @Test
  void aModuleThatCannotBeCreatedIsStatusThree() throws Exception {
    run(configuration("\"fail\""));
    assertEquals(3, exitCode());
    assertTrue(output().contains("module 'talker' could not be created: no such bus"), output());
    assertFalse(output().contains("\tat "), output());
  }

  @Test
  void aHostThatDoesNotComeIsStatusFour() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("gateway.json"),
            "{\"modules\": [{\"name\": \"p\", \"loader\": {\"name\": \"proxy\"}, \"args\":"
                + " {\"create.timeout.ms\": 100, \"listen.url\": \"ipc://"
                + folder.resolve("g")
                + "\", \"remote.url\": \"ipc://"
                + folder.resolve("h")
                + "\"}}]}");
    run(file.toString());
    assertEquals(4, exitCode());
    assertTrue(output().contains("no module host listens at"), output());
    assertFalse(Files.exists(folder.resolve("g")));
  }

  @Test
  void aWrongConfigurationIsStatusTwo() throws Exception {
    Path file = Files.writeString(folder.resolve("gateway.json"), "{\n\"modules\": []}");
    run(file.toString());
    assertEquals(2, exitCode());
    assertTrue(output().contains(file + ":2:12: $.modules: the list is empty"), output());
  }

  @Test
  void aMissingArgumentIsStatusTwo() throws Exception {
    run();
    assertEquals(2, exitCode());
    assertTrue(output().contains("Missing required parameter: 'FILE'"), output());
  }

  @Test
  void aCtrlCOfATerminalEndsTheHostByDestroyAndLeavesNothing() throws Exception {
    Path host = folder.resolve("host");
    HostScript.make(host, HostScript.RUN_TEST_HOST);
    String gatewayUrl = "\"ipc://" + folder.resolve("s/g") + "\"";
    String hostUrl = "\"ipc://" + folder.resolve("s/h") + "\"";
    Files.writeString(
        folder.resolve("host.json"),
        "{\"listen.url\": " + hostUrl + ", \"remote.url\": " + gatewayUrl + "}");
    Path file =
        Files.writeString(
            folder.resolve("gateway.json"),
            "{\"modules\": [{\"name\": \"remote\", \"loader\": {\"name\": \"proxy\"}, \"args\":"
                + " {\"listen.url\": "
                + gatewayUrl
                + ", \"remote.url\": "
                + hostUrl
                + ", \"activation.type\": \"fork\", \"fork\": {\"host.path\": \"./host\","
                + " \"configuration.path\": \"host.json\", \"timeout.ms\": 30000}}}]}");
    // A process group of its own, as a terminal gives it.
    start(new JavaCommand(GatewayCommand.class).under("setsid").with(file.toString()));
    process.await("gateway started");
    ProcessHandle hostProcess = process.descendants().get(0);
    process.signalGroup("INT");
    assertEquals(0, exitCode());
    assertTrue(output().contains("remote: test host ends: DESTROYED"), output());
    assertFalse(output().contains("SIGTERM"), output());
    assertFalse(hostProcess.isAlive());
    try (Stream<Path> sockets = Files.list(folder.resolve("s"))) {
      assertEquals(0, sockets.count());
    }
  }

  @Test
  void sixHostsThatHangEndWithinTheTimeOfTheStop() throws Exception {
    HostScript.make(folder.resolve("host"), "trap '' TERM; " + HostScript.RUN_TEST_HOST);
    List<String> modules = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      modules.add(hangingModule("m" + i));
    }
    String text =
        "{\"modules\": ["
            + String.join(",", modules)
            + "], \"links\": [{\"source\": \"m0\","
            + " \"sink\": \"m1\"}, {\"source\": \"m1\", \"sink\": \"m2\"}]}";
    run(Files.writeString(folder.resolve("gateway.json"), text).toString());
    process.await("gateway started: 6 modules, 2 links");
    List<ProcessHandle> all = process.descendants();
    process.signal("TERM");
    assertEquals(0, process.awaitExit(Duration.ofSeconds(20)));
    assertTrue(
        output()
            .contains("the time for the stop ran out (stop.timeout.ms, 8000 ms); not destroyed"),
        output());
    assertTrue(output().contains("in time: m0, m1, m2, m3, m4, m5"), output());
    System.out.println("six hosts that hang: " + process.await("gateway stopped in ").text());
    assertTrue(all.size() >= 12, "six hosts, each under a launcher");
    // What is late is killed at the latest when the gateway ends.
    all.forEach(p -> Await.until("process " + p + " has ended", () -> !Proc.isRunning(p.pid())));
  }

  private String hangingModule(String name) throws IOException {
    String gatewayUrl = "\"ipc://" + folder.resolve(name + ".gateway") + "\"";
    String hostUrl = "\"ipc://" + folder.resolve(name + ".host") + "\"";
    Files.writeString(
        folder.resolve(name + ".json"),
        "{\"listen.url\": " + hostUrl + ", \"remote.url\": " + gatewayUrl + "}");
    return "{\"name\": \""
        + name
        + "\", \"loader\": {\"name\": \"proxy\"}, \"args\": {\"listen.url\": "
        + gatewayUrl
        + ", \"remote.url\": "
        + hostUrl
        + ", \"module.configuration\": \"hang\", \"activation.type\": \"fork\", \"fork\":"
        + " {\"host.path\": \"./host\", \"configuration.path\": \""
        + name
        + ".json\", \"timeout.ms\": 60000}}}";
  }

  /** A file with a module whose jar isn't there, beside one that is. */
  private String missingJar() throws Exception {
    Path file = Path.of(configuration("null"));
    String text = Files.readString(file);
    return Files.writeString(
            file,
            text.replace(
                "[{",
                "[{\"name\": \"extra\", \"required\": false, \"loader\": {\"name\": \"java\","
                    + " \"entrypoint\": {\"class.name\": \"x.Y\", \"class.path\":"
                    + " \"extra.jar\"}}}, {"))
        .toString();
  }

  @Test
  void aModuleThatIsNotRequiredAndNotThereDoesNotHoldUpTheGateway() throws Exception {
    run(missingJar());
    process.await("gateway started: 2 modules, 0 links; not there yet: extra");
    assertTrue(
        output().contains("module 'extra' is not required and could not be created"), output());
    assertTrue(output().contains("extra.jar: build it, or correct the path"), output());
    process.signal("TERM");
    assertEquals(0, exitCode());
  }

  @Test
  void aCheckReportsWhatIsNotRequiredToo() throws Exception {
    run("--check", missingJar());
    assertEquals(3, exitCode());
    assertTrue(output().contains("extra.jar: build it, or correct the path"), output());
  }

  @Test
  void aCheckRunsNothing() throws Exception {
    run("--check", configuration("null"));
    assertEquals(0, exitCode());
    assertTrue(output().contains("gateway.json: configuration OK"), output());
    assertFalse(output().contains("created"), output());
  }
}
