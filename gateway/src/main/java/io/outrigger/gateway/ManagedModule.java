package io.outrigger.gateway;

import io.outrigger.protocol.MessageSink;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.runtime.ModuleBroker;
import java.time.Duration;
import java.util.Optional;

/**
 * A module as its gateway sees it: one in this process, or one in a host. The calls come from the
 * one thread that starts the gateway, or the one that stops it.
 */
abstract class ManagedModule {
  final String name;

  /** Takes what it publishes along its links. */
  final Router router = new Router();

  /** Where it publishes, until it is destroyed. */
  final ModuleBroker broker;

  final CreateResult created = new CreateResult();

  ManagedModule(String name) {
    this.name = name;
    broker = new ModuleBroker(router, name);
  }

  final String name() {
    return name;
  }

  final Router router() {
    return router;
  }

  /** Where messages for it go. Any thread. */
  abstract MessageSink sink();

  /**
   * Creates the module; waits for that.
   *
   * @return why it could not be created, if so
   */
  abstract Optional<Throwable> create() throws InterruptedException;

  /** Interrupts a create that is going on; if that doesn't end in time, gives the module up. */
  abstract void interruptCreate();

  /** Lets the module start and receive. All modules are created. */
  abstract void start();

  /**
   * Lets the module handle what waits for it, and destroys it. Returns when that is done, or when
   * the deadlines are over. May be repeated after an interrupt.
   *
   * @param grace how long it may take for what waits
   */
  abstract void destroy(Duration grace) throws InterruptedException;

  /** Frees a module that was never created. */
  abstract void close();

  /** What its session has counted, if it has one. */
  Optional<SessionStatistics> statistics() {
    return Optional.empty();
  }
}
