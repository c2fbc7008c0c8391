package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.proxy.ProxySettings;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that the gateway runs as a process. */
@Timeout(120)
class ForkTest {
  @TempDir Path folder;
  private final CapturedLog log = new CapturedLog();
  private final TestModule source = new TestModule();
  private final TestModule sink = new TestModule();
  private Gateway gateway;

  @BeforeEach
  void makeHost() throws Exception {
    Files.writeString(
        folder.resolve("host.json"),
        "{\"listen.url\": \"" + url("host") + "\", \"remote.url\": \"" + url("gateway") + "\"}");
    HostScript.make(folder.resolve("host"), HostScript.RUN_TEST_HOST);
  }

  @AfterEach
  void stop() {
    gateway.close();
    log.close();
  }

  private String url(String name) {
    return "ipc://" + folder.resolve(name + ".socket");
  }

  private ProxySettings settings(String more) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("gateway.json"),
            "{\"listen.url\": \""
                + url("gateway")
                + "\", \"remote.url\": \""
                + url("host")
                + "\", \"activation.type\": \"fork\", \"fork\": {\"host.path\": \"./host\","
                + " \"configuration.path\": \"host.json\", \"timeout.ms\": 30000}"
                + more
                + "}");
    ConfigurationProblems problems = new ConfigurationProblems();
    ProxySettings settings = ProxySettings.ofProxy(ConfigurationObject.read(file, problems));
    problems.throwIfAny();
    return settings;
  }

  private Gateway gateway(String more) throws Exception {
    gateway =
        Gateway.builder()
            .module("source", source)
            .proxy("remote", settings(more))
            .module("sink", sink)
            .link("source", "remote")
            .link("source", "sink")
            .link("remote", "sink")
            .build();
    return gateway;
  }

  /** It is a child of its launcher. */
  private ProcessHandle host() {
    return ProcessHandle.current()
        .children()
        .flatMap(ProcessHandle::children)
        .filter(
            child ->
                child.info().arguments().stream()
                    .flatMap(Stream::of)
                    .anyMatch(a -> a.contains(folder.toString())))
        .findFirst()
        .orElseThrow();
  }

  private void assertNothingIsLeft() {
    assertEquals(0, ProcessHandle.current().children().count());
    assertFalse(Files.exists(folder.resolve("gateway.socket")));
    assertFalse(Files.exists(folder.resolve("host.socket")));
  }

  @Test
  void theGatewayRunsTheHostAndEndsIt() throws Exception {
    gateway("").start();
    for (int i = 0; i < 1000; i++) {
      source.publish("" + i);
      assertEquals("" + i, sink.next());
      assertEquals("" + i, sink.next());
    }
    gateway.stop();
    assertTrue(log.contains("remote: test host runs"));
    assertTrue(log.contains("remote: module destroyed"));
    assertTrue(log.contains("remote: test host ends: DESTROYED"));
    assertTrue(log.contains("ended with exit code 0"));
    assertFalse(log.contains("SIGTERM"));
    assertNothingIsLeft();
  }

  @Test
  void aHostThatExitsBeforeItListensIsAnErrorAtOnce() throws Exception {
    HostScript.make(folder.resolve("host"), "echo no such module >&2; exit 3");
    long begin = System.nanoTime();
    GatewayException e = assertThrows(GatewayException.class, gateway("")::start);
    assertEquals(GatewayException.Reason.LINK, e.reason());
    assertTrue(e.getMessage().contains("the host ended before it listened: "), e.getMessage());
    assertTrue(e.getMessage().contains("ended with exit code 3; its last lines:"), e.getMessage());
    assertTrue(e.getMessage().endsWith("no such module"), e.getMessage());
    assertTrue(System.nanoTime() - begin < 15_000_000_000L);
    assertNothingIsLeft();
  }

  @Test
  void aHostThatDoesNotListenInTimeIsAnErrorAndIsEnded() throws Exception {
    HostScript.make(folder.resolve("host"), "echo $$; exec sleep 100");
    gateway = Gateway.builder().proxy("remote", settings(", \"create.timeout.ms\": 1")).build();
    Path file = folder.resolve("gateway.json");
    Files.writeString(file, Files.readString(file).replace("30000", "300"));
    ProxySettings soon =
        ProxySettings.ofProxy(ConfigurationObject.read(file, new ConfigurationProblems()));
    gateway = Gateway.builder().proxy("remote", soon).build();
    GatewayException e = assertThrows(GatewayException.class, gateway::start);
    assertEquals(GatewayException.Reason.LINK, e.reason());
    assertTrue(e.getMessage().contains("300 ms"), e.getMessage());
    assertNothingIsLeft();
  }

  @Test
  void aModuleThatTheHostCannotCreateIsAnErrorWithTheHostsLastLines() throws Exception {
    GatewayException e =
        assertThrows(
            GatewayException.class, gateway(", \"module.configuration\": \"refuse\"")::start);
    assertEquals(GatewayException.Reason.MODULE, e.reason());
    assertTrue(e.getMessage().contains("could not create the module"), e.getMessage());
    assertTrue(log.contains("ended with exit code 3"));
    assertFalse(log.contains("SIGTERM"));
    assertNothingIsLeft();
  }

  @Test
  void aStartThatFailsElsewhereEndsTheHost() throws Exception {
    sink.onCreate =
        () -> {
          Await.until("the host has its module", () -> log.contains("remote is created (proxy)"));
          throw new IllegalStateException("no");
        };
    assertThrows(GatewayException.class, gateway("")::start);
    assertTrue(log.contains("remote: module destroyed"));
    assertNothingIsLeft();
  }

  @Test
  void aStartThatFailsElsewhereEndsAHostThatIsStillStarting() throws Exception {
    HostScript.make(folder.resolve("host"), "echo it starts; exec sleep 100");
    sink.onCreate =
        () -> {
          Await.until("the host runs", () -> log.contains("remote: it starts"));
          throw new IllegalStateException("no");
        };
    GatewayException e = assertThrows(GatewayException.class, gateway("")::start);
    assertEquals("module 'sink' could not be created: no", e.getMessage());
    assertFalse(log.contains("remote is created"));
    assertNothingIsLeft();
  }

  @Test
  void aKilledHostIsNoticedWithinASecondAndTheGatewayGoesOn() throws Exception {
    gateway("").start();
    ProcessHandle host = host();
    long begin = System.nanoTime();
    host.destroyForcibly();
    Await.until("it is noticed", () -> log.contains("remote: the host is gone: its process"));
    assertTrue(System.nanoTime() - begin < 1_000_000_000L);
    assertTrue(log.contains("was ended by signal 9 (SIGKILL)"));
    for (int i = 0; i < 100; i++) {
      source.publish("" + i);
      assertEquals("" + i, sink.next());
    }
    gateway.stop();
    assertNothingIsLeft();
  }

  @Test
  void publishersDoNotWaitForADeadHostAndWhatItMissesIsCounted() throws Exception {
    gateway(", \"window.messages\": 4, \"reconnect.timeout.ms\": 100").start();
    host().destroyForcibly();
    Await.until("the link has noticed", () -> log.contains("remote: the host is lost"));
    int messages = 10_000;
    for (int i = 0; i < messages; i++) {
      source.publish("" + i);
      assertEquals("" + i, sink.next());
    }
    gateway.stop();
    LinkStatistics link = gateway.statistics().link("source", "remote");
    SessionStatistics proxy = gateway.statistics().proxies().get("remote");
    assertEquals(messages, link.published());
    assertEquals(messages, link.delivered() + link.undelivered());
    assertEquals(4, link.delivered());
    assertEquals(link.delivered(), proxy.accepted());
    assertEquals(4, proxy.undelivered() + proxy.inDoubt());
  }

  @Test
  void aHostThatDiesByItselfIsLoggedWithItsExitCode() throws Exception {
    gateway("").start();
    source.publish("die");
    Await.until("it is noticed", () -> log.contains("remote: the host is gone: its process"));
    assertTrue(log.contains("ended with exit code 42"));
    assertEquals("die", sink.next());
    List<String> lines = log.lines();
    assertTrue(lines.contains("test host runs"), lines::toString);
  }
}
