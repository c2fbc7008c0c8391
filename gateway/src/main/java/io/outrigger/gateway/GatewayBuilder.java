package io.outrigger.gateway;

import io.outrigger.base.QueueBound;
import io.outrigger.module.GatewayModule;
import io.outrigger.proxy.ProxyModule;
import io.outrigger.proxy.ProxySettings;
import io.outrigger.runtime.GuardedModule;
import io.outrigger.runtime.ModuleClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Makes a gateway in a program. Not safe for several threads. */
public final class GatewayBuilder {
  /** How many messages may wait for a module: default 1024. */
  public static final int DEFAULT_INBOX_MESSAGES = 1024;

  /** As a link's source: all modules but the sink. */
  public static final String ALL = "*";

  private static final long INBOX_BYTES = 1L << 20;
  private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

  /** It fits into what service managers and container engines allow. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

  /** How much longer a stop may take than one module. */
  private static final Duration BEYOND_ONE = Duration.ofSeconds(2);

  /** Makes a module when everything is known of the gateway. */
  @FunctionalInterface
  private interface Plan {
    ManagedModule make();
  }

  private record LinkPlan(String source, String sink, LinkSettings settings) {}

  private final Map<String, Plan> modules = new LinkedHashMap<>();
  private final List<LinkPlan> links = new ArrayList<>();
  private final WaitGraph waits = new WaitGraph();

  private final Set<String> optional = new LinkedHashSet<>();

  private Duration gracePeriod = GRACE_PERIOD;
  private Duration longestDestroy = Duration.ZERO;
  private Optional<Duration> stopTimeout = Optional.empty();

  GatewayBuilder() {}

  /** Adds a module without configuration. */
  public GatewayBuilder module(String name, GatewayModule module) {
    return module(name, module, "null");
  }

  /**
   * Adds a module.
   *
   * @param configuration JSON text for its {@code create}
   */
  public GatewayBuilder module(String name, GatewayModule module, String configuration) {
    return module(name, module, configuration, DEFAULT_INBOX_MESSAGES);
  }

  /**
   * Adds a module.
   *
   * @param inboxMessages how many messages may wait for it
   */
  public GatewayBuilder module(
      String name, GatewayModule module, String configuration, int inboxMessages) {
    ModuleSource source =
        new ModuleSource(() -> module, module.getClass().getClassLoader(), () -> {});
    return add(name, () -> local(name, source, configuration, inboxMessages));
  }

  /**
   * Adds a module of a class that was loaded for it; the gateway closes that with the module.
   *
   * @param inboxMessages how many messages may wait for it
   */
  public GatewayBuilder module(
      String name, ModuleClass type, String configuration, int inboxMessages) {
    ModuleSource source = new ModuleSource(type, type.loader(), type::close);
    return add(name, () -> local(name, source, configuration, inboxMessages));
  }

  /**
   * Adds a module that can't be had and isn't required: its messages are undelivered.
   *
   * @param reason for the log
   */
  public GatewayBuilder missing(String name, String reason) {
    GuardedModule.Factory factory =
        () -> {
          throw new IllegalStateException(reason);
        };
    ModuleSource source = new ModuleSource(factory, getClass().getClassLoader(), () -> {});
    return add(name, () -> local(name, source, "null", DEFAULT_INBOX_MESSAGES)).notRequired(name);
  }

  private ManagedModule local(
      String name, ModuleSource source, String configuration, int inboxMessages) {
    return new LocalModule(name, source, configuration, bound(inboxMessages), waits, gracePeriod);
  }

  /** Adds a proxy, which stands for a module in another process. */
  public GatewayBuilder proxy(String name, ProxySettings settings) {
    return proxy(name, settings, DEFAULT_INBOX_MESSAGES);
  }

  /**
   * Adds a proxy, which stands for a module in another process.
   *
   * @param inboxMessages how many messages may wait in the gateway until they can be sent
   */
  public GatewayBuilder proxy(String name, ProxySettings settings, int inboxMessages) {
    if (settings.destroyTimeout().compareTo(longestDestroy) > 0) {
      longestDestroy = settings.destroyTimeout();
    }
    return add(name, () -> new RemoteModule(new ProxyModule(name, settings, bound(inboxMessages))));
  }

  private static QueueBound bound(int inboxMessages) {
    return new QueueBound(inboxMessages, INBOX_BYTES);
  }

  private GatewayBuilder add(String name, Plan plan) {
    if (modules.putIfAbsent(name, plan) != null) {
      throw new IllegalArgumentException("there are two modules of the name '" + name + "'");
    }
    return this;
  }

  /**
   * The gateway starts without this module if it can't be created, and goes on to try that if it is
   * one in another process. Meanwhile its messages wait for it, as they do for a host that is away;
   * those for a module in this process are undelivered.
   */
  public GatewayBuilder notRequired(String module) {
    optional.add(module);
    return this;
  }

  /**
   * Links two modules; a publisher waits while the sink has no room, until the sink has made none
   * for 1 s.
   */
  public GatewayBuilder link(String source, String sink) {
    return link(source, sink, LinkSettings.DEFAULT);
  }

  /**
   * Links two modules.
   *
   * @param source as in {@link #link(String, String, LinkSettings)}
   * @param timeout with {@link OverflowPolicy#WAIT}, how long the sink may make no room while a
   *     publisher waits; else without effect
   */
  public GatewayBuilder link(
      String source, String sink, OverflowPolicy overflow, Duration timeout) {
    return link(source, sink, new LinkSettings(overflow, timeout));
  }

  /**
   * Links two modules.
   *
   * @param source the name of a module, or {@link #ALL}; what is said of one source counts more
   *     than what is said of all
   */
  public GatewayBuilder link(String source, String sink, LinkSettings settings) {
    links.add(new LinkPlan(source, sink, settings));
    return this;
  }

  /**
   * Sets how long a module may take for what is in its inbox when the gateway stops, and then for
   * its {@code destroy}; default 5 s each.
   */
  public GatewayBuilder gracePeriod(Duration each) {
    gracePeriod = each;
    return this;
  }

  /**
   * Sets how long the whole stop may take, whatever its modules may; default 8 s, or as much as one
   * module may take and 2 s, if that is longer. Its last quarter, but at most 2 s, is for what is
   * late then.
   */
  public GatewayBuilder stopTimeout(Duration all) {
    stopTimeout = Optional.of(all);
    return this;
  }

  /**
   * Makes the gateway. No code of a module runs yet, no address is opened.
   *
   * @throws IllegalArgumentException if a module is named that isn't there
   */
  public Gateway build() {
    for (LinkPlan link : links) {
      requireModule("a link", link.sink());
      if (!link.source().equals(ALL)) {
        requireModule("a link", link.source());
      }
    }
    optional.forEach(module -> requireModule("notRequired", module));
    Map<String, ManagedModule> made = new LinkedHashMap<>();
    modules.forEach((name, plan) -> made.put(name, plan.make()));
    CountDownLatch allCreated = new CountDownLatch(1);
    return new Gateway(
        List.copyOf(made.values()),
        optional,
        link(made, allCreated),
        allCreated,
        new StopSettings(stopTimeout.orElseGet(this::defaultStopTimeout), gracePeriod));
  }

  private Duration defaultStopTimeout() {
    return Stream.of(STOP_TIMEOUT, longestDestroy.plus(BEYOND_ONE), gracePeriod.plus(BEYOND_ONE))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private void requireModule(String what, String name) {
    if (!modules.containsKey(name)) {
      throw new IllegalArgumentException(
          what + " names the module '" + name + "', and none is there");
    }
  }

  private List<Link> link(Map<String, ManagedModule> made, CountDownLatch allCreated) {
    List<Link> all = new ArrayList<>();
    for (ManagedModule source : made.values()) {
      List<Link> outgoing = new ArrayList<>();
      settingsBySink(source.name())
          .forEach(
              (sink, settings) ->
                  outgoing.add(
                      new Link(source.name(), sink, made.get(sink).sink(), settings, allCreated)));
      source.router().setLinks(outgoing);
      all.addAll(outgoing);
    }
    return all;
  }

  private Map<String, LinkSettings> settingsBySink(String source) {
    Map<String, LinkSettings> settings = new LinkedHashMap<>();
    for (LinkPlan link : links) {
      if (link.source().equals(source)) {
        settings.put(link.sink(), link.settings());
      } else if (link.source().equals(ALL) && !link.sink().equals(source)) {
        settings.putIfAbsent(link.sink(), link.settings());
      }
    }
    return settings;
  }
}
