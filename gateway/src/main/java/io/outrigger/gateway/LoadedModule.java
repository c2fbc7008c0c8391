package io.outrigger.gateway;

import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.protocol.LinkStatistics;
import java.time.Duration;
import java.util.Optional;

/** A module that is ready to be made: its class is there, but none of its code has run. */
interface LoadedModule extends AutoCloseable {

  /** Makes the module; called once, on its own thread. May throw whatever its constructor does. */
  GatewayModule make() throws Throwable;

  /** The context class loader of the module's thread. */
  default ClassLoader classLoader() {
    return LoadedModule.class.getClassLoader();
  }

  /** What it is, for the log. */
  String description();

  /**
   * How long its {@code destroy}, or a {@code create} that is interrupted, may take before the
   * gateway goes on without it.
   */
  default Duration destroyDeadline() {
    return GatewayConfiguration.PATIENCE;
  }

  /** Refuses what this module can't take; any thread. */
  default void checkSize(Message message) {}

  /** The way past its inbox, if it receives on any thread. */
  default Optional<Passage> passage() {
    return Optional.empty();
  }

  /** What its link has counted, if it has one. */
  default Optional<LinkStatistics> statistics() {
    return Optional.empty();
  }

  /** Frees what loading has opened; the module is destroyed. */
  @Override
  default void close() {}
}
