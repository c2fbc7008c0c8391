package io.outrigger.gateway;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.module.Message;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.pair.PairHostSession;
import io.outrigger.protocol.pair.PairHostSettings;
import io.outrigger.protocol.reqrep.ReqRepHostSession;
import io.outrigger.protocol.reqrep.ReqRepSettings;
import io.outrigger.runtime.InstanceStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A module host with a module that publishes what it receives; in a process of its own by {@link
 * #main}, or on a thread of the test.
 *
 * <p>Its module's configuration may be {@code "refuse"}: then it isn't created; or {@code "early"}:
 * it publishes in its start; or {@code "slow"}: it takes a millisecond for each message and
 * publishes none; or {@code "hang"}: its destroy doesn't return. With the property {@code
 * test.host.refuses} it isn't created.
 */
public final class TestHost implements HostSession.ModuleHandler {
  private final HostSession link;

  private TestHost(HostSession link) {
    this.link = link;
  }

  /**
   * Takes a configuration file with {@code listen.url} and {@code remote.url}, or {@code
   * --control-id} and what follows it.
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("--control-id")) {
      runPair(arguments[1]);
    } else {
      runReqRep(arguments);
    }
  }

  private static void runPair(String controlId) throws Exception {
    ConfigurationObject keys =
        ConfigurationObject.ofOptions(
            Map.of("control.id", controlId, "on.gateway.gone", "exit"),
            new ConfigurationProblems());
    PairHostSettings settings = PairHostSettings.read(keys);
    System.out.println("test host runs");
    try (HostSession link = PairHostSession.open(settings)) {
      System.out.println("test host ends: " + link.run(new TestHost(link)));
    }
    System.exit(0);
  }

  private static void runReqRep(String[] arguments) throws Exception {
    ConfigurationProblems problems = new ConfigurationProblems();
    ReqRepSettings settings =
        ReqRepSettings.ofHost(ConfigurationObject.read(Path.of(arguments[0]), problems));
    problems.throwIfAny();
    System.out.println("test host runs");
    HostSession.End end;
    try (HostSession session = ReqRepHostSession.open(settings)) {
      InstanceStatus.ofThisProcess().ready();
      end = session.run(new TestHost(session));
    }
    System.out.println("test host ends: " + end);
    System.exit(end == HostSession.End.DESTROYED ? 0 : 3);
  }

  static HostSession.End run(ReqRepSettings settings) throws Exception {
    try (HostSession link = ReqRepHostSession.open(settings)) {
      return link.run(new TestHost(link));
    }
  }

  private String configuration;

  @Override
  public boolean create(String text) {
    configuration = text;
    return !text.equals("\"refuse\"") && !Boolean.getBoolean("test.host.refuses");
  }

  @Override
  public void start() {
    if (configuration.equals("\"early\"")) {
      link.publish(Message.of("early".getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public void receive(Message message) {
    if (configuration.equals("\"slow\"")) {
      LockSupport.parkNanos(1_000_000);
      return;
    }
    switch (new String(message.content(), StandardCharsets.UTF_8)) {
      case "die" -> Runtime.getRuntime().halt(42);
      case "configuration" ->
          link.publish(Message.of(configuration.getBytes(StandardCharsets.UTF_8)));
      default -> link.publish(message);
    }
  }

  @Override
  public void destroy() {
    while (configuration.equals("\"hang\"")) {
      LockSupport.park();
    }
    System.out.println("module destroyed");
  }
}
