package io.outrigger.gateway;

import io.outrigger.module.GatewayModule;
import io.outrigger.proxy.ProxySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a gateway in a program. Not safe for several threads. */
public final class GatewayBuilder {
  private final List<ModuleEntry> modules = new ArrayList<>();
  private final List<LinkEntry> links = new ArrayList<>();

  private Duration patience = GatewayConfiguration.PATIENCE;

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
    return module(name, module, configuration, Inbox.Bound.DEFAULT_MESSAGES);
  }

  /**
   * Adds a module.
   *
   * @param inboxMessages how many messages may wait for it
   */
  public GatewayBuilder module(
      String name, GatewayModule module, String configuration, int inboxMessages) {
    return add(name, ignored -> new GivenModule(module, patience), configuration, inboxMessages);
  }

  /** Adds a proxy, which stands for a module in another process. */
  public GatewayBuilder proxy(String name, ProxySettings settings) {
    return add(name, new ProxyLoader(settings), "null", Inbox.Bound.DEFAULT_MESSAGES);
  }

  private GatewayBuilder add(
      String name, ModuleLoader loader, String configuration, int inboxMessages) {
    if (modules.stream().anyMatch(other -> other.name().equals(name))) {
      throw new IllegalArgumentException("there are two modules of the name '" + name + "'");
    }
    modules.add(new ModuleEntry(name, loader, configuration, Inbox.Bound.of(inboxMessages)));
    return this;
  }

  /** Links two modules; a publisher waits while the sink's inbox is full, for at most 10 s. */
  public GatewayBuilder link(String source, String sink) {
    return link(source, sink, WhenFull.WAIT, LinkRule.DEFAULT_TIMEOUT);
  }

  /**
   * Links two modules.
   *
   * @param source the name of a module, or {@code *} for all but the sink
   * @param timeout how long a publisher waits with {@link WhenFull#WAIT}; without effect else
   */
  public GatewayBuilder link(String source, String sink, WhenFull whenFull, Duration timeout) {
    links.add(new LinkEntry(source, sink, new LinkRule(whenFull, timeout)));
    return this;
  }

  /**
   * Sets how long a module may take for what is in its inbox when the gateway stops, and then for
   * its {@code destroy}; 5 s each unless set.
   */
  public GatewayBuilder patience(Duration each) {
    patience = each;
    return this;
  }

  /**
   * @throws IllegalArgumentException if a link names a module that isn't there
   */
  public Gateway build() {
    for (LinkEntry link : links) {
      requireModule(link.sink());
      if (!link.fromAll()) {
        requireModule(link.source());
      }
    }
    try {
      return Assembly.of(
          new GatewayConfiguration(List.copyOf(modules), List.copyOf(links), patience));
    } catch (GatewayException e) {
      throw new IllegalStateException(e);
    }
  }

  private void requireModule(String name) {
    if (modules.stream().noneMatch(module -> module.name().equals(name))) {
      throw new IllegalArgumentException(
          "a link names the module '" + name + "', and none is there");
    }
  }

  /** A module that is there already. */
  private record GivenModule(GatewayModule module, Duration destroyDeadline)
      implements LoadedModule {
    @Override
    public GatewayModule make() {
      return module;
    }

    @Override
    public ClassLoader classLoader() {
      return module.getClass().getClassLoader();
    }

    @Override
    public String description() {
      return module.getClass().getName();
    }
  }
}
