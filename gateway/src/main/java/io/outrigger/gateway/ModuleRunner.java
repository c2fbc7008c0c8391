package io.outrigger.gateway;

import io.outrigger.module.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module in the gateway with its inbox and its thread, on which all of the module's calls run,
 * but for messages that go past the inbox. The gateway's calls come from the one thread that starts
 * it, or the one that stops it.
 */
final class ModuleRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ModuleRunner.class);

  private final String name;
  private final LoadedModule loaded;
  private final GuardedModule module;
  private final String configuration;
  private final Optional<Passage> passage;
  private final Inbox inbox;
  private final ModuleBroker broker;
  private final ModuleThread thread;
  private final CompletableFuture<Void> created = new CompletableFuture<>();

  /** True when all modules are created, false when this one is to end without having started. */
  private final CompletableFuture<Boolean> go = new CompletableFuture<>();

  private final CountDownLatch emptied = new CountDownLatch(1);

  /** Its create hangs: nothing waits for its end any more. */
  private volatile boolean givenUp;

  ModuleRunner(String name, LoadedModule loaded, String configuration, Inbox.Bound bound) {
    this.name = name;
    this.loaded = loaded;
    module = new GuardedModule(name, loaded);
    this.configuration = configuration;
    passage = loaded.passage();
    inbox = new Inbox(bound, passage.map(this::handOver).orElse(null));
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

  private Inbox.HandOver handOver(Passage past) {
    return (message, link) -> module.tryReceive(past, message, link);
  }

  /** Waits until the module may take a message of this size past the inbox. */
  void awaitRoom(long size, long nanos) throws InterruptedException {
    if (passage.isPresent()) {
      passage.get().awaitRoom(size, nanos);
    }
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
  void interruptCreate() {
    hurry();
    try {
      created.get(loaded.destroyDeadline().toMillis(), TimeUnit.MILLISECONDS);
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
        broker.end();
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
    module.cutOff();
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
    if (module.isCutOff()) { // before this thread was there to be interrupted
      thread.interrupt();
    }
    Optional<Throwable> failure = module.create(broker, configuration);
    if (failure.isPresent()) {
      created.completeExceptionally(failure.get());
    } else {
      created.complete(null);
      live();
    }
    emptied();
    broker.end();
    loaded.close();
  }

  private void live() {
    if (go.join()) {
      module.start();
      receiveAll();
    }
    emptied();
    module.destroy();
  }

  private void receiveAll() {
    boolean more = true;
    while (more && !module.isCutOff()) {
      try {
        MessageQueue messages = inbox.take();
        more = messages != null;
        if (more) {
          receive(messages);
        }
      } catch (InterruptedException e) {
        LOG.debug("{}: interrupted", name, e);
      }
    }
  }

  private void receive(MessageQueue messages) {
    for (; messages.count() > 0; inbox.handled()) {
      if (module.isCutOff()) {
        messages.firstLink().undelivered();
      } else {
        module.receive(messages.first(), messages.firstLink());
      }
    }
  }
}
