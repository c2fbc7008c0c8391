package io.outrigger.gateway;

import io.outrigger.base.Delays;
import io.outrigger.base.StopDeadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys modules, each on a thread of its own, when those are destroyed that are to be before it,
 * and at the last call at the latest.
 */
final class GatewayStop {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayStop.class);

  private final StopDeadline deadline;
  private final Duration gracePeriod;

  /** By the names of their modules; complete when these are destroyed, or given up. */
  private final Map<String, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

  /** The names of those that weren't destroyed in time. */
  private final Set<String> late = ConcurrentHashMap.newKeySet();

  /**
   * @param gracePeriod how long each may take for what is in its inbox
   */
  GatewayStop(StopDeadline deadline, Duration gracePeriod) {
    this.deadline = deadline;
    this.gracePeriod = gracePeriod;
  }

  /**
   * Destroys modules; returns when they are, or when the deadline is over.
   *
   * @param before for each module those that are to be destroyed before it
   */
  void run(List<ManagedModule> modules, Map<String, Set<String>> before) {
    modules.forEach(module -> module.interruptCreate(deadline));
    modules.forEach(module -> ends.put(module.name(), new CompletableFuture<>()));
    List<CompletableFuture<Void>> turns = new ArrayList<>();
    for (ManagedModule module : modules) {
      CompletableFuture<Void> turn = await(before.get(module.name()));
      turn.thenRunAsync(() -> destroy(module), work -> start(module, work));
      turns.add(turn);
    }
    Future<?> lastCall =
        Delays.run(
            deadline.untilLastCall().toNanos(), () -> turns.forEach(turn -> turn.complete(null)));
    awaitAll();
    lastCall.cancel(false);
    if (!late.isEmpty()) {
      LOG.warn(
          "the time for the stop ran out (stop.timeout.ms, {} ms); not destroyed in time: {}",
          deadline.timeout().toMillis(),
          String.join(", ", new TreeSet<>(late)));
    }
  }

  private CompletableFuture<Void> await(Set<String> others) {
    return CompletableFuture.allOf(
        others.stream()
            .flatMap(other -> Stream.ofNullable(ends.get(other)))
            .toArray(CompletableFuture[]::new));
  }

  private static void start(ManagedModule module, Runnable work) {
    Thread thread = new Thread(work, "destroy " + module.name());
    thread.setDaemon(true);
    thread.start();
  }

  private void destroy(ManagedModule module) {
    try {
      module.destroy(deadline, gracePeriod);
    } catch (InterruptedException e) {
      LOG.error("{} failed in destroy: its thread was interrupted", module.name());
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed in destroy", module.name(), e);
    } finally {
      if (deadline.untilTerminate().isZero()) {
        late.add(module.name());
      }
      ends.get(module.name()).complete(null);
    }
  }

  /** An interrupt doesn't end it: no module is to be left behind, and it has a deadline. */
  private void awaitAll() {
    CompletableFuture<Void> all = await(ends.keySet());
    boolean interrupted = false;
    for (boolean over = false; !over; ) {
      try {
        all.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        over = true;
      } catch (TimeoutException e) {
        over = true;
        ends.forEach((name, end) -> noteIfLate(name, end));
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("it is never completed so", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void noteIfLate(String name, CompletableFuture<Void> end) {
    if (!end.isDone()) {
      late.add(name);
    }
  }
}
