package io.outrigger.gateway;

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
  private final Thread creator;
  private final Thread destroyer;

  RemoteModule(ProxyModule proxy) {
    super(proxy.name());
    this.proxy = proxy;
    creator = daemon("create " + name, this::runCreate);
    destroyer = daemon("destroy " + name, this::runDestroy);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  MessageSink sink() {
    return proxy.session().sink();
  }

  @Override
  Optional<Throwable> create() throws InterruptedException {
    creator.start();
    return created.await();
  }

  private void runCreate() {
    try {
      proxy.create(broker);
      LOG.info("{} is created (proxy)", name);
      created.complete(Optional.empty());
    } catch (Exception | Error e) {
      created.complete(Optional.of(e));
    }
  }

  @Override
  void interruptCreate() {
    creator.interrupt();
    created.awaitEnd(name, proxy.destroyDeadline(), creator);
  }

  @Override
  void start() {
    proxy.start();
  }

  @Override
  void destroy(Duration grace) throws InterruptedException {
    if (creator.isAlive()) { // the thread that waited for it was interrupted
      interruptCreate();
    }
    if (created.isCreated()) {
      if (destroyer.getState() == Thread.State.NEW) {
        destroyer.start();
      }
      ThreadEnd.await(destroyer, name, proxy.destroyDeadline().plus(grace));
    }
    broker.end();
  }

  private void runDestroy() {
    try {
      proxy.destroy();
      LOG.info("{} is destroyed", name);
    } catch (InterruptedException e) {
      LOG.error("{} failed in destroy: it took too long", name);
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed in destroy", name, e);
    }
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
