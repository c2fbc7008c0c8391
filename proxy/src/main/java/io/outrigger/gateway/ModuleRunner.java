package io.outrigger.gateway;

import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.link.BoundedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module in the gateway with its inbox and its thread, on which all of the module's calls run.
 *
 * <p>Whatever the module throws, an {@code Error} too, stays here.
 */
final class ModuleRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ModuleRunner.class);

  /** A call of the module; it may throw anything. */
  @FunctionalInterface
  private interface Call {
    void run() throws Throwable;
  }

  private final String name;
  private final LoadedModule loaded;
  private final String configuration;
  private final Inbox inbox;
  private final ModuleBroker broker;
  private final ModuleThread thread;
  private final BoundedLog failures = new BoundedLog(LOG);
  private final CompletableFuture<Void> created = new CompletableFuture<>();

  /** True when all modules are created, false when this one is to end without having started. */
  private final CompletableFuture<Boolean> go = new CompletableFuture<>();

  private final CountDownLatch emptied = new CountDownLatch(1);

  /** The gateway waits no more for what is in the inbox, or for create. */
  private volatile boolean hurried;

  /** Its create hangs: nothing waits for its end any more. */
  private volatile boolean givenUp;

  /** Of the module's thread alone. */
  private GatewayModule module;

  ModuleRunner(String name, LoadedModule loaded, String configuration, Inbox.Bound bound) {
    this.name = name;
    this.loaded = loaded;
    this.configuration = configuration;
    inbox = new Inbox(bound);
    broker = new ModuleBroker(name);
    thread = new ModuleThread(name, this::run);
  }

  String name() {
    return name;
  }

  LoadedModule loaded() {
    return loaded;
  }

  Inbox inbox() {
    return inbox;
  }

  ModuleBroker broker() {
    return broker;
  }

  ModuleThread thread() {
    return thread;
  }

  void checkSize(Message message) {
    loaded.checkSize(message);
  }

  /** Begins to create the module; the result completes when that is done. */
  CompletableFuture<Void> create() {
    thread.start();
    return created;
  }

  /** Lets the module start and receive. All inboxes are open. */
  void start() {
    go.complete(true);
  }

  /** Interrupts a create that is going on, and after the deadline waits for it no more. */
  void interruptCreate(Duration deadline) {
    hurry();
    try {
      created.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      LOG.debug("{}: create ended", name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.error("{}: hangs in create and is given up, {}", name, where());
      givenUp = true;
      created.completeExceptionally(e);
    }
  }

  /**
   * Lets the module handle what is in its inbox, and destroys it. Returns when its thread has
   * ended, or when the deadlines are over. May be repeated.
   */
  void destroy(Duration forInbox) throws InterruptedException {
    inbox.close();
    go.complete(false);
    if (givenUp) {
      inbox.discard();
      return;
    }
    if (!emptied.await(forInbox.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn(
          "{}: has not handled its inbox within {} ms; the rest is undelivered",
          name,
          forInbox.toMillis());
      hurry();
    }
    if (!ended(loaded.destroyDeadline())) {
      thread.interrupt();
      if (!ended(Duration.ofSeconds(1))) {
        LOG.error("{}: hangs and is given up, {}", name, where());
      }
    }
    inbox.discard();
  }

  private boolean ended(Duration deadline) throws InterruptedException {
    thread.join(deadline.toMillis());
    return !thread.isAlive();
  }

  /** Where the thread is, in code that isn't the JDK's. */
  private String where() {
    return Stream.of(thread.getStackTrace())
        .filter(frame -> !String.valueOf(frame.getModuleName()).startsWith("java."))
        .findFirst()
        .map(frame -> "at " + frame)
        .orElse("at its end");
  }

  private synchronized void hurry() {
    hurried = true;
    if (emptied.getCount() > 0) {
      thread.interrupt();
    }
  }

  /** From here on the gateway's hurry interrupts nothing. */
  private synchronized void emptied() {
    emptied.countDown();
    Thread.interrupted();
  }

  private void run() {
    thread.setContextClassLoader(loaded.classLoader());
    if (hurried) { // before this thread was there to be interrupted
      thread.interrupt();
    }
    if (createModule()) {
      if (go.join()) {
        call("failed in start and goes on", module::start);
        receiveAll();
      }
      emptied();
      call("failed in destroy", module::destroy);
      LOG.info("{}: destroyed", name);
    }
    emptied();
    broker.end();
    loaded.close();
  }

  private boolean createModule() {
    try {
      module = loaded.make();
      module.create(broker, configuration);
      LOG.info("{}: created ({})", name, loaded.description());
      created.complete(null);
      return true;
    } catch (Throwable e) {
      LOG.debug("{}: could not be created", name, e);
      created.completeExceptionally(e);
      return false;
    } finally {
      forgetInterrupt();
    }
  }

  private void receiveAll() {
    MessageQueue messages = null;
    do {
      try {
        messages = inbox.take();
        while (messages != null && messages.count() > 0 && !hurried) {
          receive(messages.first(), messages.firstLink());
          inbox.handled();
        }
      } catch (InterruptedException e) {
        LOG.debug("{}: interrupted", name, e);
      }
    } while (messages != null && !hurried);
    for (; messages != null && messages.count() > 0; inbox.handled()) {
      messages.firstLink().undelivered();
    }
  }

  private void receive(Message message, Link link) {
    try {
      module.receive(message);
      link.delivered();
    } catch (LinkException e) {
      link.undelivered(e.getMessage());
    } catch (Throwable e) {
      if (hurried) {
        link.undelivered("cut off: " + e);
      } else {
        link.delivered();
        failures.warn("{}: failed in receive and goes on", name, e);
      }
    } finally {
      forgetInterrupt();
    }
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
    if (!hurried) {
      Thread.interrupted();
    }
  }
}
