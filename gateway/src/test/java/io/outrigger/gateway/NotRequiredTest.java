package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import io.outrigger.proxy.ProxySettings;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Modules without which a gateway starts. */
@Timeout(120)
class NotRequiredTest {
  private static final String WARNING = "WARN io.outrigger.proxy.ProxyModule - remote is not";

  private static final String REFUSE = "export JAVA_TOOL_OPTIONS=-Dtest.host.refuses=true";

  @TempDir Path folder;
  private final CapturedLog log = new CapturedLog();
  private final TestModule source = new TestModule();
  private final TestModule sink = new TestModule();
  private Gateway gateway;

  @AfterEach
  void stop() {
    gateway.close();
    log.close();
    assertEquals(0, ProcessHandle.current().children().count());
  }

  private String url(String name) {
    return "ipc://" + folder.resolve(name + ".socket");
  }

  /** A host that can't run before there is a file named {@code ok}, and counts its starts. */
  private void makeHost(String first) throws IOException {
    HostScript.make(
        folder.resolve("host"),
        "echo >> "
            + folder.resolve("starts")
            + "; if ! [ -e "
            + folder.resolve("ok")
            + " ]; then "
            + first
            + "; fi; "
            + HostScript.RUN_TEST_HOST);
  }

  private long starts() {
    try {
      return Files.exists(folder.resolve("starts"))
          ? Files.readString(folder.resolve("starts")).lines().count()
          : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private void allowHost() throws IOException {
    Files.createFile(folder.resolve("ok"));
  }

  private ConfigurationObject parse(String text, ConfigurationProblems problems) throws Exception {
    return ConfigurationObject.read(
        Files.writeString(folder.resolve("gateway.json"), text), problems);
  }

  private ProxySettings reqrep(String more) throws Exception {
    ConfigurationProblems problems = new ConfigurationProblems();
    ProxySettings settings =
        ProxySettings.ofProxy(
            parse(
                "{\"listen.url\": \""
                    + url("gateway")
                    + "\", \"remote.url\": \""
                    + url("remote")
                    + "\""
                    + more
                    + "}",
                problems));
    problems.throwIfAny();
    return settings;
  }

  private ProxySettings forked(String more) throws Exception {
    Files.writeString(
        folder.resolve("host.json"),
        "{\"listen.url\": \"" + url("remote") + "\", \"remote.url\": \"" + url("gateway") + "\"}");
    return reqrep(
        ", \"activation.type\": \"fork\", \"fork\": {\"host.path\": \"./host\","
            + " \"configuration.path\": \"host.json\", \"timeout.ms\": 30000}"
            + more);
  }

  private ProxySettings launched(String more) throws Exception {
    ConfigurationProblems problems = new ConfigurationProblems();
    String control = folder.resolve("control").toString();
    ProxySettings settings =
        ProxySettings.ofOutprocess(
            parse(
                "{\"control.id\": \""
                    + control
                    + "\", \"message.id\": \""
                    + folder.resolve("message")
                    + "\", \"activation.type\": \"launch\", \"launch\": {\"path\": \"./host\","
                    + " \"args\": [\"--control-id\", \""
                    + control
                    + "\"]}"
                    + more
                    + "}",
                problems),
            "null");
    problems.throwIfAny();
    return settings;
  }

  private void startHost() {
    ReqRepSettings settings =
        ReqRepSettings.ofHost(
            ConfigurationObject.parse(
                "host",
                "{\"listen.url\": \""
                    + url("remote")
                    + "\", \"remote.url\": \""
                    + url("gateway")
                    + "\"}",
                new ConfigurationProblems()));
    Thread thread = new Thread(new FutureTask<>(() -> TestHost.run(settings)), "test host");
    thread.setDaemon(true);
    thread.start();
  }

  private static String restart(String policy) {
    return ", \"restart\": {\"policy\": \"" + policy + "\", \"backoff.initial.ms\": 10}";
  }

  private void start(ProxySettings settings) throws Exception {
    gateway =
        Gateway.builder()
            .module("source", source)
            .proxy("remote", settings)
            .notRequired("remote")
            .module("sink", sink)
            .link("source", "remote")
            .link("remote", "sink")
            .build();
    gateway.start();
  }

  private void assertItComesAndHasWhatWaited() throws Exception {
    assertEquals("early", sink.next());
    Await.until("it is logged", () -> log.contains("remote is created (proxy)"));
    assertEquals(1, log.count("remote is created (proxy)"));
    source.publish("later");
    assertEquals("later", sink.next());
  }

  @Test
  void aHostThatSomebodyElseStartsIsWaitedForAndTaken() throws Exception {
    start(reqrep(", \"create.timeout.ms\": 100"));
    assertTrue(log.contains("gateway started: 3 modules, 2 links; not there yet: remote"));
    source.publish("early");
    Await.until("it is logged", () -> log.contains(WARNING));
    assertTrue(log.contains("no module host listens at " + url("remote")));
    startHost();
    assertItComesAndHasWhatWaited();
    assertEquals(1, log.count(WARNING));
  }

  @Test
  void aHostThatTheGatewayRunsIsStartedUntilItsModuleIsThere() throws Exception {
    makeHost("echo no bus; exit 3");
    start(forked(restart("on-failure")));
    source.publish("early");
    Await.until("it is started again", () -> starts() >= 3);
    assertTrue(log.contains("remote is not required and isn't there: the host ended before"));
    allowHost();
    assertItComesAndHasWhatWaited();
    gateway.stop();
    assertTrue(log.contains("remote: module destroyed"));
  }

  @Test
  void aModuleThatIsRefusedAtFirstIsTakenLater() throws Exception {
    makeHost(REFUSE);
    start(forked(restart("on-failure")));
    source.publish("early");
    Await.until("it is refused twice", () -> log.count("ended with exit code 3") >= 2);
    assertTrue(log.contains(WARNING));
    assertTrue(log.contains("could not create the module"));
    allowHost();
    assertItComesAndHasWhatWaited();
  }

  @Test
  void aModuleThatAHostOfTheSdkRefusesAtFirstIsTakenLater() throws Exception {
    makeHost(REFUSE);
    start(launched(restart("always")));
    source.publish("early");
    Await.until("it is refused twice", () -> starts() >= 3);
    assertTrue(log.contains(WARNING));
    allowHost();
    assertItComesAndHasWhatWaited();
  }

  @Test
  void aHostOfTheSdkIsStartedUntilItsModuleIsThere() throws Exception {
    makeHost("exit 3");
    start(launched(restart("always") + ", \"create.timeout.ms\": 500"));
    source.publish("early");
    Await.until("it is started again", () -> starts() >= 3);
    allowHost();
    assertItComesAndHasWhatWaited();
  }

  @Test
  void withoutARestartPolicyThereIsOneTry() throws Exception {
    makeHost("exit 3");
    start(forked(""));
    Await.until(
        "it is logged", () -> log.contains("ERROR io.outrigger.supervision.HostSupervisor"));
    Await.until("it is logged", () -> log.contains(WARNING));
    source.publish("never");
    gateway.stop();
    assertEquals(1, starts());
    assertEquals(1, gateway.statistics().link("source", "remote").published());
    assertEquals(1, gateway.statistics().proxies().get("remote").undelivered());
  }

  @Test
  void aHostThatCannotBeRunAtAllHasOneTryToo() throws Exception {
    HostScript.make(folder.resolve("host"), "exit 1");
    ProxySettings settings = forked("");
    String property = "outrigger.launch.program";
    String before = System.setProperty(property, folder.resolve("nothing").toString());
    try {
      start(settings);
      Await.until("it is logged", () -> log.contains(WARNING));
    } finally {
      System.setProperty(property, before);
    }
    assertTrue(log.contains("isn't there: the program outrigger-launch"));
  }

  @Test
  void anAddressThatCannotBeOpenedIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    ConfigurationProblems problems = new ConfigurationProblems();
    start(
        ProxySettings.ofProxy(
            ConfigurationObject.parse(
                "args",
                "{\"listen.url\": \"ipc://"
                    + file
                    + "/a/gateway\", \"remote.url\": \""
                    + url("remote")
                    + "\"}",
                problems)));
    Await.until(
        "it is logged",
        () ->
            log.contains("module 'remote' is not required and could not be created, the gateway"));
    source.publish("never");
    assertEquals(1, gateway.statistics().link("source", "remote").undelivered());
  }

  @Test
  void aStopEndsTheWait() throws Exception {
    start(reqrep(""));
    gateway.stop();
    assertFalse(Files.exists(folder.resolve("gateway.socket")));
    assertFalse(log.contains("WARN io.outrigger.gateway"));
    assertFalse(log.contains(WARNING));
  }

  @Test
  void aModuleInTheGatewaysProcessThatFailsStaysOut() throws Exception {
    sink.onCreate =
        () -> {
          sink.publish("unheard");
          throw new IOException("no such bus");
        };
    gateway =
        Gateway.builder()
            .module("source", source)
            .module("sink", sink)
            .notRequired("sink")
            .link("source", "sink")
            .build();
    source.onCreate = () -> source.publish("early");
    gateway.start();
    assertTrue(
        log.contains(
            "WARN io.outrigger.gateway.GatewayStart - module 'sink' is not required and could not be"
                + " created, the gateway goes on without it: no such bus"));
    source.publish("late");
    LinkStatistics link = gateway.statistics().link("source", "sink");
    assertEquals(2, link.undelivered());
    assertEquals(0, link.pending());
    gateway.stop();
    assertEquals(2, link.published());
    assertEquals(1, sink.calls.size(), sink.calls::toString);
  }

  @Test
  void onlyAModuleThatIsThereCanBeNotRequired() {
    GatewayBuilder builder = Gateway.builder().module("a", source).notRequired("b");
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(e.getMessage().contains("'b'"), e.getMessage());
    gateway = Gateway.builder().module("a", source).build();
  }
}
