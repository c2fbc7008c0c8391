package io.outrigger.gateway;

import io.outrigger.base.BoundedLog;
import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.protocol.LinkException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module whose calls never throw: what it throws, an {@code Error} too, is logged with its name.
 * All calls come from the module's thread, except {@link #cutOff} and {@link #tryReceive}.
 */
final class GuardedModule {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedModule.class);

  /** A call of the module; it may throw anything. */
  @FunctionalInterface
  private interface Call {
    void run() throws Throwable;
  }

  private final String name;
  private final LoadedModule loaded;
  private final BoundedLog failures = new BoundedLog(LOG);
  private GatewayModule module;

  /** The module's thread is interrupted by the gateway, or is going to be. */
  private volatile boolean cutOff;

  GuardedModule(String name, LoadedModule loaded) {
    this.name = name;
    this.loaded = loaded;
  }

  /** What the module throws from here on is the gateway's doing. Any thread. */
  void cutOff() {
    cutOff = true;
  }

  boolean isCutOff() {
    return cutOff;
  }

  /** Makes and creates the module; returns what it threw. */
  Optional<Throwable> create(Broker broker, String configuration) {
    try {
      module = loaded.make();
      module.create(broker, configuration);
      LOG.info("{}: created ({})", name, loaded.description());
      return Optional.empty();
    } catch (Throwable e) {
      LOG.debug("{}: could not be created", name, e);
      return Optional.of(e);
    } finally {
      forgetInterrupt();
    }
  }

  void start() {
    call("failed in start and goes on", module::start);
  }

  /** Hands a message over, and counts at its link what became of it. */
  void receive(Message message, Link link) {
    try {
      module.receive(message);
      link.delivered();
    } catch (Throwable e) {
      receiveFailed(link, e);
    } finally {
      forgetInterrupt();
    }
  }

  /**
   * As {@link #receive}, past the inbox. Any thread, but one at a time, and not while the module's
   * own is in a call.
   *
   * @return whether the message is done with; if not, nothing has happened
   */
  boolean tryReceive(Passage passage, Message message, Link link) {
    try {
      if (cutOff || !passage.tryReceive(message)) {
        return false;
      }
      link.delivered();
    } catch (Throwable e) {
      receiveFailed(link, e);
    }
    return true;
  }

  private void receiveFailed(Link link, Throwable failure) {
    if (failure instanceof LinkException) {
      link.undelivered(failure.getMessage());
    } else if (cutOff) {
      link.undelivered("cut off: " + failure);
    } else {
      link.delivered();
      failures.warn("{}: failed in receive and goes on", name, failure);
    }
  }

  void destroy() {
    call("failed in destroy", module::destroy);
    LOG.info("{}: destroyed", name);
  }

  private void call(String failure, Call call) {
    try {
      call.run();
    } catch (Throwable e) {
      LOG.error("{}: {}", name, failure, e);
    } finally {
      forgetInterrupt();
    }
  }

  /** A module may leave its thread interrupted; only the gateway's own interrupt is to last. */
  private void forgetInterrupt() {
    if (!cutOff) {
      Thread.interrupted();
    }
  }
}
