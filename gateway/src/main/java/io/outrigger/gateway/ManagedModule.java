package io.outrigger.gateway;

import io.outrigger.protocol.MessageSink;
import io.outrigger.protocol.SessionStatistics;
import java.time.Duration;
import java.util.Optional;

/**
 * A module as its gateway sees it: one in this process, or one in a host. The calls come from the
 * one thread that starts the gateway, or the one that stops it.
 */
interface ManagedModule {
  String name();

  /** Where messages for it go. Any thread. */
  MessageSink sink();

  /** Where it publishes. */
  Router router();

  /**
   * Creates the module; waits for that.
   *
   * @return why it could not be created, if so
   */
  Optional<Throwable> create() throws InterruptedException;

  /** Interrupts a create that is going on; if that doesn't end in time, gives the module up. */
  void interruptCreate();

  /** Lets the module start and receive. All modules are created. */
  void start();

  /**
   * Lets the module handle what waits for it, and destroys it. Returns when that is done, or when
   * the deadlines are over. May be repeated after an interrupt.
   *
   * @param grace how long it may take for what waits
   */
  void destroy(Duration grace) throws InterruptedException;

  /** Frees a module that was never created. */
  void close();

  /** What its session has counted, if it has one. */
  Optional<SessionStatistics> statistics();
}
