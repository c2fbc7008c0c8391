package io.outrigger.gateway;

import io.outrigger.gateway.GatewayException.Reason;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.SessionStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway: modules, and the links along which their messages travel.
 *
 * <p>It is made by a {@link GatewayBuilder}, started once, and stopped once. Any thread may call
 * any method.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private enum State {
    NEW,
    RUNNING,
    STOPPED
  }

  private final List<ManagedModule> modules;
  private final List<Link> links;
  private final CountDownLatch allCreated;
  private final Duration gracePeriod;

  /** Held while modules are created and while they are destroyed; guards the two after it. */
  private final Object lifecycle = new Object();

  private State state = State.NEW;

  /** Those whose thread was started, in that order. */
  private final List<ManagedModule> begun = new ArrayList<>();

  private volatile boolean stopping;

  /** The module that is being created. */
  private volatile ManagedModule creating;

  /**
   * @param allCreated is counted down when all modules are created, or the gateway stops
   * @param gracePeriod how long a module may go on with its inbox once the gateway stops
   */
  Gateway(
      List<ManagedModule> modules,
      List<Link> links,
      CountDownLatch allCreated,
      Duration gracePeriod) {
    this.modules = List.copyOf(modules);
    this.links = List.copyOf(links);
    this.allCreated = allCreated;
    this.gracePeriod = gracePeriod;
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
        for (ManagedModule module : modules) {
          create(module);
        }
      } catch (GatewayException | InterruptedException e) {
        destroyAll();
        throw e;
      }
      allCreated.countDown();
      modules.forEach(ManagedModule::start);
      LOG.info("gateway started: {} modules, {} links", modules.size(), links.size());
    }
  }

  private void create(ManagedModule module) throws GatewayException, InterruptedException {
    creating = module;
    if (stopping) {
      throw new GatewayException(Reason.STOPPED, "the gateway was stopped while it started", null);
    }
    begun.add(module);
    try {
      Optional<Throwable> failure = module.create();
      if (failure.isPresent()) {
        throw failure(module, failure.get());
      }
    } finally {
      creating = null;
    }
  }

  private GatewayException failure(ManagedModule module, Throwable cause) {
    if (stopping) {
      return new GatewayException(
          Reason.STOPPED, "the gateway was stopped while it created " + module.name(), cause);
    }
    Reason reason = cause instanceof SessionException ? Reason.LINK : Reason.MODULE;
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
    ManagedModule inCreate = creating;
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
    allCreated.countDown();
    boolean interrupted = false;
    for (int i = begun.size() - 1; i >= 0; ) {
      try {
        begun.get(i).destroy(gracePeriod);
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
    modules.stream().filter(module -> !begun.contains(module)).forEach(ManagedModule::close);
  }

  /** What was counted so far, also after the gateway has stopped. */
  public GatewayStatistics statistics() {
    Map<String, Long> refused = new LinkedHashMap<>();
    Map<String, SessionStatistics> proxies = new LinkedHashMap<>();
    for (ManagedModule module : modules) {
      refused.put(module.name(), module.router().refused());
      module.statistics().ifPresent(counts -> proxies.put(module.name(), counts));
    }
    return new GatewayStatistics(links.stream().map(Link::statistics).toList(), refused, proxies);
  }

  /** As {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}
