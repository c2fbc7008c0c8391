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
  private final CallLimits limits;
  private final FaultListener faults;
  private final CallTimer timer = new CallTimer();
  private final BoundedLog failures = new BoundedLog(LOG);

  /** Null before create; the same goes for its thread and what watches that. */
  private GatewayModule module;

  private Thread thread;
  private HangWatch watch;

  /** The module's thread is interrupted from outside, or is going to be. */
  private volatile boolean cutOff;

  /**
   * @param name for log lines
   * @param limits after which a call hangs
   */
  public GuardedModule(String name, Factory factory, CallLimits limits, FaultListener faults) {
    this.name = name;
    this.factory = factory;
    this.limits = limits;
    this.faults = faults;
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
    thread = Thread.currentThread();
    watch = new HangWatch(name, timer, limits, faults, thread);
    watch.start();
    begin(ModuleCall.CREATE);
    try {
      module = factory.newInstance();
      module.create(message -> publish(broker, message), configuration);
      LOG.info("{} is created", name);
      return Optional.empty();
    } catch (Throwable e) {
      escalate(e);
      watch.end();
      return Optional.of(e);
    } finally {
      end();
    }
  }

  /** What the module waits in its own calls until its messages are taken isn't its time. */
  private void publish(Broker broker, Message message) {
    if (Thread.currentThread() != thread) {
      broker.publish(message);
      return;
    }
    timer.beginWait(System.nanoTime());
    try {
      broker.publish(message);
    } finally {
      timer.endWait(System.nanoTime());
    }
  }

  public void start() {
    call(ModuleCall.START, "failed in start and goes on", () -> module.start());
  }

  /**
   * Has the module receive a message.
   *
   * @return whether the message is handled; false if the call threw because it was cut off
   */
  public boolean receive(Message message) {
    begin(ModuleCall.RECEIVE);
    try {
      module.receive(message);
      return true;
    } catch (Throwable e) {
      if (cutOff) {
        return false;
      }
      escalate(e);
      failures.warn("{} failed in receive and goes on", name, e);
      return true;
    } finally {
      end();
    }
  }

  public void destroy() {
    call(ModuleCall.DESTROY, "failed in destroy", () -> module.destroy());
    watch.end();
    module = null;
    LOG.info("{} is destroyed", name);
  }

  private void call(ModuleCall which, String failure, Call call) {
    begin(which);
    try {
      call.run();
    } catch (Throwable e) {
      escalate(e);
      LOG.error("{} {}", name, failure, e);
    } finally {
      end();
    }
  }

  private void begin(ModuleCall call) {
    timer.begin(call, System.nanoTime());
  }

  /** A module may leave its thread interrupted; only the interrupt of a cut-off is to last. */
  private void end() {
    timer.end();
    if (!cutOff) {
      Thread.interrupted();
    }
  }

  /** All that runs in this process is out of memory. */
  private void escalate(Throwable failure) {
    if (failure instanceof OutOfMemoryError error) {
      LOG.error("{} is out of memory", name, error);
      faults.outOfMemory(error);
    }
  }
}
