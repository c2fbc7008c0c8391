package io.outrigger.host;

import io.outrigger.base.BoundedLog;
import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.protocol.HostLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The module in this process, as its link calls it. Whatever the module throws, an {@code Error}
 * too, is logged with its name, what receive throws at a bounded rate, and stays here. All calls
 * come from the thread in {@link HostLink#run}.
 */
final class HostedModule implements HostLink.ModuleHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HostedModule.class);

  /** A call of the module; it may throw anything. */
  @FunctionalInterface
  private interface Call {
    void run() throws Throwable;
  }

  private final ModuleClass type;
  private final Broker link;
  private final BoundedLog failures = new BoundedLog(LOG);

  /** Null while there is no module; the same goes for its broker. */
  private GatewayModule module;

  private ModuleBroker broker;

  HostedModule(ModuleClass type, Broker link) {
    this.type = type;
    this.link = link;
  }

  @Override
  public boolean create(String configuration) {
    Thread.currentThread().setContextClassLoader(type.loader());
    broker = new ModuleBroker(link, type.name());
    boolean created =
        call(
            "could not be created",
            () -> {
              GatewayModule made = type.newInstance();
              made.create(broker, configuration);
              module = made;
            });
    if (created) {
      LOG.info("{} is created", type.name());
    } else {
      broker.end();
    }
    return created;
  }

  @Override
  public void start() {
    call("failed in start and goes on", () -> module.start());
  }

  @Override
  public void receive(Message message) {
    try {
      module.receive(message);
    } catch (Throwable e) {
      failures.warn("{} failed in receive and goes on", type.name(), e);
    } finally {
      forgetInterrupt();
    }
  }

  @Override
  public void destroy() {
    call("failed in destroy", () -> module.destroy());
    module = null;
    broker.end();
    LOG.info("{} is destroyed", type.name());
  }

  /** Returns whether the call came back without throwing. */
  private boolean call(String failure, Call call) {
    try {
      call.run();
      return true;
    } catch (Throwable e) {
      LOG.error("{} {}", type.name(), failure, e);
      return false;
    } finally {
      forgetInterrupt();
    }
  }

  /** A module may leave its interrupt behind; the link's waits aren't meant by it. */
  private static void forgetInterrupt() {
    Thread.interrupted();
  }
}
