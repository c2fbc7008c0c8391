package io.outrigger.gateway;

import io.outrigger.base.StopDeadline;
import io.outrigger.protocol.MessageSink;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.runtime.ModuleBroker;
import java.time.Duration;
import java.util.Optional;

/**
 * A module as its gateway sees it: one in this process, or one in a host. The calls come from the
 * thread that starts the gateway, or the one that destroys this module; the latter come last.
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

  /** Whether it is in a host: then it may be created while others are. */
  abstract boolean isRemote();

  /**
   * Begins to create the module, on a thread of its own; {@link #created} tells what comes of it.
   *
   * @param required whether that has failed when it can't be created now; else one in a host is
   *     created when that is possible
   */
  abstract void begin(boolean required);

  /** Interrupts a create that is going on, so that it ends by the deadline. */
  abstract void interruptCreate(StopDeadline deadline);

  /** It couldn't be created, and the gateway goes on: what comes for it is undelivered. */
  abstract void leaveOut();

  /** Lets the module start and receive. All modules are created that are required. */
  abstract void start();

  /**
   * Lets the module handle what waits for it, and destroys it; ends a create that is going on.
   * Returns when that is done, or when the deadlines are over.
   *
   * @param deadline of the whole stop
   * @param grace how long it may take for what waits
   */
  abstract void destroy(StopDeadline deadline, Duration grace) throws InterruptedException;

  /** Frees a module whose create was never begun. */
  abstract void close();

  /** What its session has counted, if it has one. */
  Optional<SessionStatistics> statistics() {
    return Optional.empty();
  }
}
