package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import io.outrigger.proxy.ProxySettings;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A proxy and a host, both in this process, over real sockets. */
@Timeout(90)
class ProxyTest {
  private static final int BURST = 100_000;

  @TempDir Path folder;
  private final CapturedLog log = new CapturedLog();
  private final TestModule source = new TestModule();
  private final TestModule sink = new TestModule();
  private Gateway gateway;

  private String url(String name) {
    return "ipc://" + folder.resolve(name);
  }

  private ConfigurationObject parse(String listen, String remote, String more) {
    String text =
        "{\"listen.url\": \"" + url(listen) + "\", \"remote.url\": \"" + url(remote) + "\"" + more;
    return ConfigurationObject.parse("args", text + "}", new ConfigurationProblems());
  }

  private Gateway gateway(String more) {
    gateway =
        Gateway.builder()
            .module("source", source)
            .proxy("remote", ProxySettings.ofProxy(parse("g/gateway", "host", more)))
            .module("sink", sink)
            .link("source", "remote")
            .link("remote", "sink")
            .build();
    return gateway;
  }

  private FutureTask<HostSession.End> startHost() {
    ReqRepSettings settings = ReqRepSettings.ofHost(parse("host", "g/gateway", ""));
    FutureTask<HostSession.End> end = new FutureTask<>(() -> TestHost.run(settings));
    Thread thread = new Thread(end, "test host");
    thread.setDaemon(true);
    thread.start();
    return end;
  }

  @AfterEach
  void stop() {
    gateway.close();
    log.close();
  }

  @Test
  void aBurstGoesToTheHostAndBackWholeInOrderAndOnce() throws Exception {
    FutureTask<HostSession.End> end = startHost();
    gateway(", \"module.configuration\": {\"a\": [1, 2]}").start();
    source.publish("configuration");
    assertEquals("{\"a\":[1,2]}", sink.next());
    for (int i = 0; i < BURST; i++) {
      source.publish("%0100d".formatted(i));
    }
    for (int i = 0; i < BURST; i++) {
      assertEquals("%0100d".formatted(i), sink.next());
    }
    gateway.stop();
    assertEquals(HostSession.End.DESTROYED, end.get());
    assertEquals(BURST + 1, gateway.statistics().link("source", "remote").delivered());
    assertEquals(BURST + 1, gateway.statistics().proxies().get("remote").accepted());
  }

  @Test
  void theHostMayComeAfterTheGateway() throws Exception {
    gateway("");
    FutureTask<Void> start =
        new FutureTask<>(
            () -> {
              gateway.start();
              return null;
            });
    new Thread(start).start();
    Await.until("the proxy listens", () -> Files.exists(folder.resolve("g/gateway")));
    startHost();
    start.get();
    source.publish("configuration");
    assertEquals("null", sink.next());
  }

  @Test
  void whatTheModulePublishesInItsStartArrives() throws Exception {
    startHost();
    gateway(", \"module.configuration\": \"early\"").start();
    assertEquals("early", sink.next());
  }

  @Test
  void aHostThatNeverComesIsAnErrorAndNothingIsLeft() throws Exception {
    GatewayException e =
        assertThrows(GatewayException.class, gateway(", \"create.timeout.ms\": 200")::start);
    assertEquals(GatewayException.Reason.LINK, e.reason());
    assertTrue(e.getMessage().startsWith("module 'remote' could not be created: "), e.getMessage());
    assertTrue(e.getMessage().contains("200 ms"), e.getMessage());
    assertFalse(Files.exists(folder.resolve("g/gateway")));
  }

  @Test
  void aModuleThatIsNotCreatedIsAnError() throws Exception {
    FutureTask<HostSession.End> end = startHost();
    GatewayException e =
        assertThrows(
            GatewayException.class, gateway(", \"module.configuration\": \"refuse\"")::start);
    assertEquals(GatewayException.Reason.MODULE, e.reason());
    assertTrue(e.getMessage().contains("could not create the module"), e.getMessage());
    assertEquals(HostSession.End.CREATE_FAILED, end.get());
  }

  @Test
  void aStopEndsTheWaitForAHost() throws Exception {
    gateway("");
    FutureTask<GatewayException> start =
        new FutureTask<>(() -> assertThrows(GatewayException.class, gateway::start));
    new Thread(start).start();
    Await.until("the proxy listens", () -> Files.exists(folder.resolve("g/gateway")));
    gateway.stop();
    assertEquals(GatewayException.Reason.STOPPED, start.get().reason());
    assertFalse(Files.exists(folder.resolve("g/gateway")));
  }

  @Test
  void anInterruptOfTheStartEndsTheWaitForAHost() throws Exception {
    gateway("");
    FutureTask<InterruptedException> start =
        new FutureTask<>(() -> assertThrows(InterruptedException.class, gateway::start));
    Thread starter = new Thread(start);
    starter.start();
    Await.until("the proxy listens", () -> Files.exists(folder.resolve("g/gateway")));
    starter.interrupt();
    start.get();
    assertFalse(Files.exists(folder.resolve("g/gateway")));
  }

  @Test
  void whatWaitsForTheStartIsBoundedAndTheOldestMakesRoom() throws Exception {
    startHost();
    source.onCreate =
        () -> {
          for (int i = 0; i < 10; i++) {
            source.publish("" + i);
          }
        };
    gateway =
        Gateway.builder()
            .module("source", source)
            .proxy(
                "remote",
                ProxySettings.ofProxy(parse("g/gateway", "host", ", \"window.messages\": 2")),
                3)
            .module("sink", sink)
            .link("source", "remote", OverflowPolicy.DROP_OLDEST, Duration.ZERO)
            .link("remote", "sink")
            .build();
    gateway.start();
    for (int i = 5; i < 10; i++) {
      assertEquals("" + i, sink.next());
    }
    LinkStatistics counts = gateway.statistics().link("source", "remote");
    assertEquals(5, counts.dropped());
    assertEquals(5, counts.delivered());
    assertEquals(5, gateway.statistics().proxies().get("remote").accepted());
  }

  @Test
  void aMessageThatIsTooLargeForOneSinkReachesNone() throws Exception {
    startHost();
    TestModule other = new TestModule();
    gateway =
        Gateway.builder()
            .module("source", source)
            .module("other", other)
            .proxy(
                "remote",
                ProxySettings.ofProxy(parse("g/gateway", "host", ", \"max.message.bytes\": 2048")))
            .link("source", "other")
            .link("source", "remote")
            .build();
    gateway.start();
    MessageTooLargeException e =
        assertThrows(
            MessageTooLargeException.class,
            () -> source.broker.publish(Message.of(new byte[2048 - 14 + 1])));
    assertTrue(e.getMessage().contains("max.message.bytes"), e.getMessage());
    source.broker.publish(Message.of(new byte[2048 - 14]));
    assertEquals(2048 - 14, other.next().length());
    assertEquals(1, gateway.statistics().link("source", "other").published());
    assertEquals(1, gateway.statistics().refused().get("source"));
  }

  @Test
  void theFolderOfTheListeningSocketIsMadeForItsOwnerAlone() throws Exception {
    startHost();
    gateway("").start();
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("g"))));
  }

  @Test
  void aFolderWithoutAParentIsAnErrorThatSaysWhatToDo() throws Exception {
    gateway =
        Gateway.builder()
            .proxy("remote", ProxySettings.ofProxy(parse("x/y/gateway", "host", "")))
            .build();
    GatewayException e = assertThrows(GatewayException.class, gateway::start);
    assertEquals(GatewayException.Reason.LINK, e.reason());
    assertTrue(e.getMessage().contains("mkdir -p -m 700 " + folder.resolve("x/y")), e.getMessage());
  }

  @Test
  void twoProxiesCannotListenAtOneAddress() throws Exception {
    startHost();
    ProxySettings settings = ProxySettings.ofProxy(parse("g/gateway", "host", ""));
    gateway = Gateway.builder().proxy("one", settings).proxy("two", settings).build();
    GatewayException e = assertThrows(GatewayException.class, gateway::start);
    assertEquals(GatewayException.Reason.LINK, e.reason());
    assertTrue(e.getMessage().matches("(?s)module '(one|two)' could not .*"), e.getMessage());
    assertTrue(e.getMessage().contains("g/gateway"), e.getMessage());
  }

  @Test
  void proxiesWaitForTheirHostsAtTheSameTime() throws Exception {
    gateway =
        Gateway.builder()
            .module("source", source)
            .proxy("one", ProxySettings.ofProxy(parse("one.gateway", "one.host", "")))
            .proxy("two", ProxySettings.ofProxy(parse("g/gateway", "host", "")))
            .link("source", "one")
            .build();
    source.onCreate = this::startHost; // of the second one
    FutureTask<GatewayException> start =
        new FutureTask<>(() -> assertThrows(GatewayException.class, gateway::start));
    new Thread(start).start();
    Await.until("the second one is created", () -> log.contains("two is created (proxy)"));
    gateway.stop();
    assertEquals(GatewayException.Reason.STOPPED, start.get().reason());
  }

  @Test
  void theFirstFailureEndsTheWaitForAnotherHost() throws Exception {
    gateway =
        Gateway.builder()
            .proxy("one", ProxySettings.ofProxy(parse("one.gateway", "one.host", "")))
            .proxy(
                "two",
                ProxySettings.ofProxy(
                    parse("two.gateway", "two.host", ", \"create.timeout.ms\": 200")))
            .build();
    GatewayException e = assertThrows(GatewayException.class, gateway::start);
    assertTrue(e.getMessage().startsWith("module 'two' could not be created: no module host"));
    assertFalse(Files.exists(folder.resolve("one.gateway")));
    assertFalse(Files.exists(folder.resolve("two.gateway")));
  }

  @Test
  void aCircleThroughAProxyMakesNoDeadlock() throws Exception {
    startHost();
    TestModule echo = new TestModule();
    echo.onReceive = message -> echo.broker.publish(message);
    Duration shortly = Duration.ofMillis(100);
    gateway =
        Gateway.builder()
            .module("source", source)
            .module("echo", echo, "null", 8)
            .proxy(
                "remote",
                ProxySettings.ofProxy(parse("g/gateway", "host", ", \"window.messages\": 8")))
            .link("source", "echo", OverflowPolicy.WAIT, shortly)
            .link("echo", "remote", OverflowPolicy.WAIT, shortly)
            .link("remote", "echo", OverflowPolicy.WAIT, shortly)
            .build();
    gateway.start();
    int published = 0;
    while (undelivered() < 10) { // all that is published goes round without end
      source.publish("" + published++);
      assertTrue(published < 1_000_000);
    }
    echo.received.clear();
    for (int i = 0; i < 1000; i++) {
      echo.next();
    }
  }

  private long undelivered() {
    return gateway.statistics().links().stream().mapToLong(LinkStatistics::undelivered).sum();
  }

  @Test
  void whatTheGatewayAcceptedIsWhatWasDeliveredOrIsCounted() throws Exception {
    FutureTask<HostSession.End> end = startHost();
    gateway("").start();
    FutureTask<Void> publishing =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                source.publish("" + i);
              }
            },
            null);
    new Thread(publishing).start();
    for (int i = 0; i < 5000; i++) {
      sink.next();
    }
    gateway.stop();
    publishing.cancel(true);
    assertEquals(HostSession.End.DESTROYED, end.get());
    LinkStatistics link = gateway.statistics().link("source", "remote");
    SessionStatistics proxy = gateway.statistics().proxies().get("remote");
    assertEquals(link.delivered(), proxy.accepted());
    assertEquals(
        proxy.accepted(),
        proxy.delivered() + proxy.inDoubt() + proxy.undelivered() + proxy.pending());
    assertEquals(0, proxy.pending());
  }

  @Test
  void whatTheHostPublishesAndASinkCannotTakeIsCounted() throws Exception {
    startHost();
    ReqRepSettings second = ReqRepSettings.ofHost(parse("host2", "g/gateway2", ""));
    Thread secondHost = new Thread(new FutureTask<>(() -> TestHost.run(second)));
    secondHost.setDaemon(true);
    secondHost.start();
    gateway =
        Gateway.builder()
            .module("source", source)
            .proxy("remote", ProxySettings.ofProxy(parse("g/gateway", "host", "")))
            .proxy(
                "small",
                ProxySettings.ofProxy(
                    parse("g/gateway2", "host2", ", \"max.message.bytes\": 2048")))
            .module("sink", sink)
            .link("source", "remote")
            .link("remote", "small")
            .link("remote", "sink")
            .build();
    gateway.start();
    source.broker.publish(Message.of(new byte[4096]));
    source.publish("small");
    assertEquals("small", sink.next());
    assertEquals(1, gateway.statistics().refused().get("remote"));
  }
}
