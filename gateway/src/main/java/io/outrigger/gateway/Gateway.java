package io.outrigger.gateway;

import io.outrigger.configuration.ConfigurationException;
import io.outrigger.gateway.GatewayException.Reason;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway: modules, and the links by which their messages travel.
 *
 * <p>It is made from a configuration file, or by a {@link GatewayBuilder}; started once, and
 * stopped once. Any thread may call any method.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private enum State {
    NEW,
    RUNNING,
    STOPPED
  }

  private final List<ModuleRunner> modules;
  private final List<Link> links;
  private final Duration patience;

  /** Held while modules are created and while they are destroyed; guards the two after it. */
  private final Object lifecycle = new Object();

  private State state = State.NEW;

  /** Those whose thread was started, in that order. */
  private final List<ModuleRunner> begun = new ArrayList<>();

  private volatile boolean stopping;

  /** The module that is being created. */
  private volatile ModuleRunner creating;

  /**
   * @param patience how long a module may go on with its inbox once the gateway stops
   */
  Gateway(List<ModuleRunner> modules, List<Link> links, Duration patience) {
    this.modules = List.copyOf(modules);
    this.links = List.copyOf(links);
    this.patience = patience;
  }

  /**
   * Reads a configuration file and loads the modules' classes. No code of a module runs yet, no
   * address is opened.
   *
   * @throws ConfigurationException with everything that is wrong with the file
   * @throws GatewayException with every module that can't be loaded
   */
  public static Gateway open(Path configuration) throws ConfigurationException, GatewayException {
    return Assembly.of(GatewayConfiguration.read(configuration));
  }

  /** Makes a gateway from modules in this program. */
  public static GatewayBuilder builder() {
    return new GatewayBuilder();
  }

  /**
   * Creates all modules, one after the other, then lets them start. Returns when all are created;
   * blocks meanwhile, for instance for a proxy whose host is still to come.
   *
   * @throws GatewayException if a module can't be created; all modules that were are destroyed
   * @throws IllegalStateException if the gateway was started before
   */
  public void start() throws GatewayException, InterruptedException {
    synchronized (lifecycle) {
      if (state != State.NEW) {
        throw new IllegalStateException("a gateway starts once: make another one");
      }
      state = State.RUNNING;
      try {
        for (ModuleRunner module : modules) {
          create(module);
        }
      } catch (GatewayException | InterruptedException e) {
        destroyAll();
        throw e;
      }
      modules.forEach(module -> module.inbox().open());
      modules.forEach(ModuleRunner::start);
      LOG.info("gateway started: {} modules, {} links", modules.size(), links.size());
    }
  }

  private void create(ModuleRunner module) throws GatewayException, InterruptedException {
    creating = module;
    if (stopping) {
      throw new GatewayException(Reason.STOPPED, "the gateway was stopped while it started", null);
    }
    begun.add(module);
    try {
      module.create().get();
    } catch (ExecutionException e) {
      throw failure(module, e.getCause());
    } finally {
      creating = null;
    }
  }

  private GatewayException failure(ModuleRunner module, Throwable cause) {
    if (stopping) {
      return new GatewayException(
          Reason.STOPPED, "the gateway was stopped while it created " + module.name(), cause);
    }
    Reason reason = cause instanceof LinkException ? Reason.LINK : Reason.MODULE;
    return new GatewayException(
        reason, "module '" + module.name() + "' could not be created: " + words(cause), cause);
  }

  /** What a module's author wanted to say, or else what there is to say. */
  private static String words(Throwable failure) {
    if (failure instanceof Exception && failure.getMessage() != null) {
      return failure.getMessage();
    }
    return failure + (failure.getCause() == null ? "" : ": " + failure.getCause());
  }

  /**
   * Destroys all modules, in the reverse order of their creation, and logs the statistics. Each
   * module handles what is in its inbox first, for at most 5 s; one that hangs in its destroy is
   * given up. Returns when that is done; a start that is still going on is given up. Idempotent.
   */
  public void stop() {
    stopping = true;
    ModuleRunner inCreate = creating;
    if (inCreate != null) {
      inCreate.interruptCreate();
    }
    synchronized (lifecycle) {
      if (state == State.RUNNING) {
        destroyAll();
      } else if (state == State.NEW) {
        closeUnused();
      }
      state = State.STOPPED;
    }
  }

  private void destroyAll() {
    state = State.STOPPED;
    boolean interrupted = false;
    for (int i = begun.size() - 1; i >= 0; ) {
      try {
        begun.get(i).destroy(patience);
        i--;
      } catch (InterruptedException e) {
        interrupted = true; // each wait has a deadline, and no module is to be left behind
      }
    }
    closeUnused();
    log(statistics());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void log(GatewayStatistics statistics) {
    statistics.links().forEach(link -> LOG.info("link {}", link));
    statistics.refused().entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .forEach(c -> LOG.info("module {}: {} messages too large", c.getKey(), c.getValue()));
    statistics.proxies().forEach((name, counts) -> LOG.info("proxy {}: {}", name, counts));
  }

  private void closeUnused() {
    modules.stream().filter(module -> !begun.contains(module)).forEach(m -> m.loaded().close());
  }

  /** What was counted so far, also after the gateway has stopped. */
  public GatewayStatistics statistics() {
    Map<String, Long> refused = new LinkedHashMap<>();
    Map<String, LinkStatistics> proxies = new LinkedHashMap<>();
    for (ModuleRunner module : modules) {
      refused.put(module.name(), module.broker().refused());
      module.loaded().statistics().ifPresent(counts -> proxies.put(module.name(), counts));
    }
    return new GatewayStatistics(links.stream().map(Link::counts).toList(), refused, proxies);
  }

  /** As {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}
