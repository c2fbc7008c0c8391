package io.outrigger.gateway;

import io.outrigger.base.StopDeadline;
import io.outrigger.protocol.SessionStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
  private final StopSettings stopSettings;
  private final GatewayStart start;

  /** Set by the first stop that is wanted. */
  private final AtomicReference<StopDeadline> stopBy = new AtomicReference<>();

  /** Held while modules are created and while they are destroyed; guards the state. */
  private final Object lifecycle = new Object();

  private State state = State.NEW;

  /**
   * @param optional the names of the modules without which it starts
   * @param allCreated is counted down when all required modules are created, or the gateway stops
   */
  Gateway(
      List<ManagedModule> modules,
      Set<String> optional,
      List<Link> links,
      CountDownLatch allCreated,
      StopSettings stopSettings) {
    this.modules = List.copyOf(modules);
    this.links = List.copyOf(links);
    this.allCreated = allCreated;
    this.stopSettings = stopSettings;
    start = new GatewayStart(this.modules, Set.copyOf(optional));
  }

  /** Makes a gateway from modules in this program. */
  public static GatewayBuilder builder() {
    return new GatewayBuilder();
  }

  /**
   * Creates all modules, those in hosts at the same time, then lets them start. Returns when all
   * are created that are required; blocks meanwhile, for instance for a proxy whose host is still
   * to come.
   *
   * @throws GatewayException if a module can't be created that is required; all modules that were
   *     are destroyed
   * @throws IllegalStateException if the gateway was started before
   */
  public void start() throws GatewayException, InterruptedException {
    synchronized (lifecycle) {
      if (state != State.NEW) {
        throw new IllegalStateException("a gateway starts once: make another one");
      }
      state = State.RUNNING;
      try {
        start.run();
      } catch (GatewayException | InterruptedException e) {
        destroyAll();
        throw e;
      }
      allCreated.countDown();
      modules.forEach(ManagedModule::start);
      LOG.info("gateway started: {} modules, {} links{}", modules.size(), links.size(), absent());
    }
  }

  private String absent() {
    List<String> names =
        modules.stream().filter(m -> !m.created.isCreated()).map(ManagedModule::name).toList();
    return names.isEmpty() ? "" : "; not there yet: " + String.join(", ", names);
  }

  /**
   * Destroys all modules, each when those are destroyed that feed it, and logs the statistics. Each
   * module handles what is in its inbox first. Returns when that is done, and when the time for the
   * stop is over at the latest: what hangs is given up. A start that is still going on is given up,
   * too. Idempotent.
   */
  public void stop() {
    stopBy.compareAndSet(null, StopDeadline.in(stopSettings.timeout()));
    start.abort();
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
    long begin = System.nanoTime();
    state = State.STOPPED;
    allCreated.countDown();
    stopBy.compareAndSet(null, StopDeadline.in(stopSettings.timeout()));
    new GatewayStop(stopBy.get(), stopSettings.gracePeriod()).run(start.begun(), order());
    closeUnused();
    log(statistics());
    LOG.info("gateway stopped in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
  }

  private Map<String, Set<String>> order() {
    return StopOrder.of(
        modules.stream().map(ManagedModule::name).toList(),
        links.stream()
            .map(Link::statistics)
            .map(link -> new StopOrder.Arrow(link.source(), link.sink()))
            .toList());
  }

  private static void log(GatewayStatistics statistics) {
    statistics.links().forEach(link -> LOG.info("link {}", link));
    statistics.refused().entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .forEach(c -> LOG.info("module {}: {} messages too large", c.getKey(), c.getValue()));
    statistics.proxies().forEach((name, counts) -> LOG.info("proxy {}: {}", name, counts));
  }

  private void closeUnused() {
    modules.stream()
        .filter(module -> !start.begun().contains(module))
        .forEach(ManagedModule::close);
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
