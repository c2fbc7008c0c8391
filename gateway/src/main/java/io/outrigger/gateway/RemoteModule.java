package io.outrigger.gateway;

import io.outrigger.base.StopDeadline;
import io.outrigger.protocol.MessageSink;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.proxy.ProxyModule;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module in a host. Its proxy's session is the sink; it has a thread only while it is created and
 * while it is destroyed.
 */
final class RemoteModule extends ManagedModule {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteModule.class);

  private final ProxyModule proxy;

  /** Null before its create. */
  private Thread creator;

  RemoteModule(ProxyModule proxy) {
    super(proxy.name());
    this.proxy = proxy;
  }

  @Override
  MessageSink sink() {
    return proxy.session().sink();
  }

  @Override
  boolean isRemote() {
    return true;
  }

  @Override
  void begin(boolean required) {
    creator = new Thread(() -> create(required), "create " + name);
    creator.setDaemon(true);
    creator.start();
  }

  private void create(boolean required) {
    try {
      if (required) {
        proxy.create(broker);
      } else {
        proxy.createWhenPossible(broker);
      }
      LOG.info("{} is created (proxy)", name);
      created.complete(Optional.empty());
    } catch (Exception | Error e) {
      created.complete(Optional.of(e));
    }
  }

  @Override
  void interruptCreate(StopDeadline deadline) {
    proxy.endBy(deadline);
    if (!created.isDone()) {
      creator.interrupt();
    }
  }

  /** Its session is closed already. */
  @Override
  void leaveOut() {}

  @Override
  void start() {
    proxy.start();
  }

  @Override
  void destroy(StopDeadline deadline, Duration grace) throws InterruptedException {
    created.awaitEnd(name, deadline.left(), creator);
    if (created.isCreated()) {
      proxy.destroy(deadline);
      LOG.info("{} is destroyed", name);
    }
    broker.end();
  }

  @Override
  void close() {
    proxy.session().close();
  }

  @Override
  Optional<SessionStatistics> statistics() {
    return Optional.of(proxy.session().statistics());
  }
}
