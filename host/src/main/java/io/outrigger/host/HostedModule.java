package io.outrigger.host;

import io.outrigger.module.Broker;
import io.outrigger.module.Message;
import io.outrigger.protocol.HostSession;
import io.outrigger.runtime.CallLimits;
import io.outrigger.runtime.FaultListener;
import io.outrigger.runtime.GuardedModule;
import io.outrigger.runtime.ModuleBroker;
import io.outrigger.runtime.ModuleClass;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The module in this process, as its session calls it: an instance from each create to its destroy.
 * All calls come from the thread in {@link HostSession#run}.
 */
final class HostedModule implements HostSession.ModuleHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HostedModule.class);

  private final ModuleClass type;
  private final Broker session;
  private final CallLimits limits;
  private final FaultListener faults;

  /** Null while there is no instance; the same goes for its broker. */
  private GuardedModule module;

  private ModuleBroker broker;

  HostedModule(ModuleClass type, Broker session, CallLimits limits, FaultListener faults) {
    this.type = type;
    this.session = session;
    this.limits = limits;
    this.faults = faults;
  }

  @Override
  public boolean create(String configuration) {
    Thread.currentThread().setContextClassLoader(type.loader());
    broker = new ModuleBroker(session, type.name());
    module = new GuardedModule(type.name(), type, limits, faults);
    Optional<Throwable> failure = module.create(broker, configuration);
    if (failure.isPresent()) {
      LOG.error("{} could not be created", type.name(), failure.get());
      broker.end();
    }
    return failure.isEmpty();
  }

  @Override
  public void start() {
    module.start();
  }

  @Override
  public void receive(Message message) {
    module.receive(message);
  }

  @Override
  public void destroy() {
    module.destroy();
    module = null;
    broker.end();
  }
}
