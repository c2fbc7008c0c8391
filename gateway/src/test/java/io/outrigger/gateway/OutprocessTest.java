package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.proxy.ProxySettings;
import io.outrigger.testsupport.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A module behind the pair protocol, as the C gateway's outprocess loader configures it. */
@Timeout(120)
class OutprocessTest {
  @TempDir Path folder;
  private final CapturedLog log = new CapturedLog();
  private final TestModule source = new TestModule();
  private final TestModule sink = new TestModule();
  private Gateway gateway;

  @BeforeEach
  void makeHost() throws Exception {
    HostScript.make(folder.resolve("host"), HostScript.RUN_TEST_HOST);
  }

  @AfterEach
  void stop() {
    gateway.close();
    log.close();
  }

  private Gateway gateway(String arguments, String more) throws Exception {
    String control = folder.resolve("sockets/control").toString();
    Path file =
        Files.writeString(
            folder.resolve("gateway.json"),
            "{\"control.id\": \""
                + control
                + "\", \"message.id\": \""
                + folder.resolve("sockets/message")
                + "\", \"activation.type\": \"launch\", \"launch\": {\"path\": \"./host\", \"args\":"
                + " [\"--control-id\", \""
                + control
                + "\"], \"grace.period.ms\": \"5000\"}"
                + more
                + "}");
    ConfigurationProblems problems = new ConfigurationProblems();
    ProxySettings settings =
        ProxySettings.ofOutprocess(ConfigurationObject.read(file, problems), arguments);
    problems.throwIfAny();
    gateway =
        Gateway.builder()
            .module("source", source)
            .proxy("remote", settings)
            .module("sink", sink)
            .link("source", "remote")
            .link("remote", "sink")
            .build();
    return gateway;
  }

  private void assertNothingIsLeft() throws Exception {
    assertEquals(0, ProcessHandle.current().children().count());
    try (Stream<Path> left = Files.list(folder.resolve("sockets"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void theHostIsLaunchedAndMessagesGoThereAndBack() throws Exception {
    gateway("{\"a\":1}", "").start();
    source.publish("configuration");
    assertEquals("{\"a\":1}", sink.next());
    for (int i = 0; i < 10_000; i++) {
      source.publish("" + i);
    }
    for (int i = 0; i < 10_000; i++) {
      assertEquals("" + i, sink.next());
    }
    gateway.stop();
    assertTrue(log.contains("remote: test host ends: DESTROYED"));
    assertTrue(log.contains("ended with exit code 0"));
    assertFalse(log.contains("SIGTERM"));
    assertNothingIsLeft();
  }

  @Test
  void aModuleThatCannotBeCreatedIsAnError() throws Exception {
    GatewayException e = assertThrows(GatewayException.class, gateway("\"refuse\"", "")::start);
    assertEquals(GatewayException.Reason.MODULE, e.reason());
    assertNothingIsLeft();
  }

  @Test
  void aHostThatExitsAtOnceIsAnErrorWithItsLastLines() throws Exception {
    HostScript.make(folder.resolve("host"), "echo wrong library; exit 1");
    GatewayException e = assertThrows(GatewayException.class, gateway("null", "")::start);
    assertEquals(GatewayException.Reason.LINK, e.reason());
    assertTrue(e.getMessage().endsWith("wrong library"), e.getMessage());
    assertNothingIsLeft();
  }

  @Test
  void aMessageAboveThePeersLimitIsRefusedWhereItIsPublished() throws Exception {
    gateway("null", "").start();
    assertThrows(
        MessageTooLargeException.class,
        () -> source.broker.publish(Message.of(new byte[(1 << 20) - 13])));
    source.broker.publish(Message.of(new byte[(1 << 20) - 14]));
    assertEquals((1 << 20) - 14, sink.next().length());
  }
}
