package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.proxy.ProxySettings;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host in a process of its own takes nothing, as it is stopped by SIGSTOP or killed. */
@Timeout(120)
class StalledHostTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofHours(1);
  private static final String NEVER_ABANDONED = ", \"reconnect.timeout.ms\": 3600000";

  enum Wire {
    REQREP,
    PAIR
  }

  @TempDir Path folder;
  private final CapturedLog log = new CapturedLog();
  private final TestModule source = new TestModule();
  private final TestModule other = new TestModule();
  private final TestModule healthy = new TestModule();
  private Gateway gateway;
  private int published;

  @BeforeEach
  void makeHost() throws Exception {
    HostScript.make(folder.resolve("host"), HostScript.RUN_TEST_HOST);
    Files.writeString(
        folder.resolve("host.json"),
        "{\"listen.url\": \"" + url("host") + "\", \"remote.url\": \"" + url("gateway") + "\"}");
  }

  private String url(String name) {
    return "ipc://" + folder.resolve(name + ".socket");
  }

  private ProxySettings settings(Wire wire, String more) throws Exception {
    String control = folder.resolve("control").toString();
    String keys =
        wire == Wire.REQREP
            ? "\"listen.url\": \""
                + url("gateway")
                + "\", \"remote.url\": \""
                + url("host")
                + "\", \"activation.type\": \"fork\", \"fork\": {\"host.path\": \"./host\","
                + " \"configuration.path\": \"host.json\", \"timeout.ms\": 30000}"
            : "\"control.id\": \""
                + control
                + "\", \"message.id\": \""
                + folder.resolve("message")
                + "\", \"activation.type\": \"launch\", \"launch\": {\"path\": \"./host\","
                + " \"args\": [\"--control-id\", \""
                + control
                + "\"], \"grace.period.ms\": \"5000\"}";
    Path file =
        Files.writeString(
            folder.resolve("gateway.json"), "{" + keys + ", \"window.messages\": 16" + more + "}");
    ConfigurationProblems problems = new ConfigurationProblems();
    ConfigurationObject object = ConfigurationObject.read(file, problems);
    ProxySettings settings =
        wire == Wire.REQREP
            ? ProxySettings.ofProxy(object)
            : ProxySettings.ofOutprocess(object, "null");
    problems.throwIfAny();
    return settings;
  }

  private void start(Wire wire, String more, Duration timeout) throws Exception {
    gateway =
        Gateway.builder()
            .module("source", source)
            .module("other", other)
            .proxy("remote", settings(wire, more), 16)
            .module("healthy", healthy)
            .link("source", "remote", OverflowPolicy.WAIT, timeout)
            .link("source", "healthy", OverflowPolicy.WAIT, LONG)
            .link("other", "remote", OverflowPolicy.WAIT, LONG)
            .build();
    gateway.start();
  }

  /** It is a child of its launcher. */
  private ProcessHandle host() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow();
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + host().pid()).inheritIO().start();
    assertEquals(0, kill.waitFor());
  }

  private LinkStatistics link(String from) {
    return gateway.statistics().link(from, "remote");
  }

  private void publish() {
    source.publish("%01000d".formatted(published++));
  }

  private void publishUntilStalled() {
    while (!link("source").stalled()) {
      publish();
    }
  }

  private void requireThatHealthyHasAll() throws Exception {
    for (int i = 0; i < published; i++) {
      assertEquals("%01000d".formatted(i), healthy.next());
    }
    assertEquals(published, gateway.statistics().link("source", "healthy").delivered());
  }

  /** After the gateway has stopped. */
  private void requireSums() {
    LinkStatistics fromSource = link("source");
    LinkStatistics fromOther = link("other");
    for (LinkStatistics link : List.of(fromSource, fromOther)) {
      assertEquals(link.published(), link.delivered() + link.undelivered(), link::toString);
    }
    SessionStatistics session = gateway.statistics().proxies().get("remote");
    // Over pair it also counts those that it refused as nobody is there.
    assertTrue(fromSource.delivered() + fromOther.delivered() <= session.accepted());
    assertEquals(
        session.accepted(),
        session.delivered() + session.inDoubt() + session.undelivered(),
        session::toString);
    assertEquals(0, session.pending());
  }

  @AfterEach
  void stop() {
    gateway.close();
    requireSums();
    log.close();
  }

  @ParameterizedTest
  @EnumSource
  void aStoppedHostHoldsUpAnotherSinkOnce(Wire wire) throws Exception {
    start(wire, NEVER_ABANDONED, Duration.ofSeconds(1));
    publish();
    signal("STOP");
    publishUntilStalled();
    assertEquals(1, link("source").undelivered());
    int more = 5000;
    for (int i = 0; i < more; i++) {
      publish();
    }
    assertEquals(1 + more, link("source").undelivered()); // had it waited, for 5000 s
    other.publish("undelivered");
    assertEquals(1, link("other").undelivered());
    requireThatHealthyHasAll();
    assertEquals(1, log.count(": its host has made no room for 1000 ms (timeout.ms)"));
    assertTrue(log.contains("a message is undelivered: remote takes nothing: its host "));

    signal("CONT");
    Await.until("the host takes messages again", () -> !link("source").stalled());
    Await.until("it is logged", () -> log.contains("remote takes messages again"));
    for (int i = 0; i < more; i++) {
      other.publish("%01000d".formatted(i));
    }
    assertEquals(1, link("other").undelivered());
    assertEquals(more, link("other").delivered());
  }

  @ParameterizedTest
  @EnumSource
  void allWhoWaitEndTogether(Wire wire) throws Exception {
    start(wire, NEVER_ABANDONED, SHORT);
    signal("STOP");
    Thread waiting =
        new Thread(
            () -> {
              while (!link("other").stalled()) {
                other.publish("%01000d".formatted(0));
              }
            });
    waiting.start();
    Await.until("it waits for room", () -> link("other").pending() == 1);
    publishUntilStalled();
    Await.end(waiting);
    assertEquals(1, log.count(": its host has made no room for 200 ms (timeout.ms)"));
    signal("CONT");
  }

  @Test
  void aStoppedHostThatIsLostAndAbandonedHoldsUpNobodyAgain() throws Exception {
    start(
        Wire.REQREP,
        ", \"acknowledge.timeout.ms\": 500, \"missed.deadlines\": 2, \"reconnect.timeout.ms\": 500",
        SHORT);
    signal("STOP");
    publishUntilStalled();
    assertEquals(32, link("source").delivered());
    Await.until("it is lost", () -> log.contains("remote: the host is lost"));
    Await.until("what is too much is given back", () -> link("source").delivered() == 16);
    for (int i = 0; i < 5000; i++) {
      publish();
    }
    assertEquals(5001 + 16, link("source").undelivered());
    assertTrue(link("source").stalled());
    assertEquals(1, log.count("(timeout.ms). Until a quarter of its room is free"));
    requireThatHealthyHasAll();
    signal("CONT");
    Await.until("the host takes messages again", () -> !link("source").stalled());
  }

  @ParameterizedTest
  @EnumSource
  void theWaitForALostHostEndsWithItsAbsence(Wire wire) throws Exception {
    start(wire, ", \"reconnect.timeout.ms\": 100", LONG);
    host().destroyForcibly();
    Await.until("it is noticed", () -> log.contains("remote: the host is lost"));
    for (int i = 0; i < 5000; i++) {
      publish();
    }
    assertEquals(16, link("source").delivered());
    assertEquals(0, log.count("takes nothing"));
    requireThatHealthyHasAll();
  }

  @ParameterizedTest
  @EnumSource
  void theWaitForALostHostEndsWithTheTimeoutIfThatIsEarlier(Wire wire) throws Exception {
    start(wire, NEVER_ABANDONED, SHORT);
    host().destroyForcibly();
    Await.until("it is noticed", () -> log.contains("remote: the host is lost"));
    for (int i = 0; i < 5000; i++) {
      publish();
    }
    assertEquals(32, link("source").delivered());
    assertEquals(5000 - 32, link("source").undelivered());
    assertEquals(1, log.count("(timeout.ms). Until a quarter of its room is free"));
    requireThatHealthyHasAll();
  }
}
