package io.outrigger.runtime;

import io.outrigger.base.BoundedLog;
import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module whose calls never throw: what it throws, an {@code Error} too, is logged with its name,
 * what {@code receive} throws at a bounded rate. All calls come from one thread, the module's own,
 * except {@link #cutOff} and {@link #isCutOff}.
 */
public final class GuardedModule {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedModule.class);

  /** Makes a module; throws what its constructor throws. */
  @FunctionalInterface
  public interface Factory {
    GatewayModule newInstance() throws Throwable;
  }

  /** A call of the module; it may throw anything. */
  @FunctionalInterface
  private interface Call {
    void run() throws Throwable;
  }

  private final String name;
  private final Factory factory;
  private final BoundedLog failures = new BoundedLog(LOG);

  /** Null before create. */
  private GatewayModule module;

  /** The module's thread is interrupted from outside, or is going to be. */
  private volatile boolean cutOff;

  /**
   * @param name for log lines
   */
  public GuardedModule(String name, Factory factory) {
    this.name = name;
    this.factory = factory;
  }

  /** The module's thread is about to be interrupted: what the module throws now is due to that. */
  public void cutOff() {
    cutOff = true;
  }

  public boolean isCutOff() {
    return cutOff;
  }

  /** Makes and creates the module; returns what it threw, and the caller logs that. */
  public Optional<Throwable> create(Broker broker, String configuration) {
    try {
      module = factory.newInstance();
      module.create(broker, configuration);
      LOG.info("{} is created", name);
      return Optional.empty();
    } catch (Throwable e) {
      return Optional.of(e);
    } finally {
      clearInterrupt();
    }
  }

  public void start() {
    call("failed in start and goes on", () -> module.start());
  }

  /**
   * Has the module receive a message.
   *
   * @return whether the message is handled; false if the call threw because it was cut off
   */
  public boolean receive(Message message) {
    try {
      module.receive(message);
      return true;
    } catch (Throwable e) {
      if (cutOff) {
        return false;
      }
      failures.warn("{} failed in receive and goes on", name, e);
      return true;
    } finally {
      clearInterrupt();
    }
  }

  public void destroy() {
    call("failed in destroy", () -> module.destroy());
    module = null;
    LOG.info("{} is destroyed", name);
  }

  private void call(String failure, Call call) {
    try {
      call.run();
    } catch (Throwable e) {
      LOG.error("{} {}", name, failure, e);
    } finally {
      clearInterrupt();
    }
  }

  /** A module may leave its thread interrupted; only the interrupt of a cut-off is to last. */
  private void clearInterrupt() {
    if (!cutOff) {
      Thread.interrupted();
    }
  }
}
