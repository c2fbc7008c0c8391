package io.outrigger.gateway;

import io.outrigger.base.QueueBound;
import io.outrigger.base.SizedQueue;
import io.outrigger.base.StopDeadline;
import io.outrigger.module.Message;
import io.outrigger.protocol.MessageSink;
import io.outrigger.runtime.CallLimits;
import io.outrigger.runtime.FaultListener;
import io.outrigger.runtime.GuardedModule;
import io.outrigger.runtime.Shutdown;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A module in this process, with its inbox and its thread, on which all of its calls run. */
final class LocalModule extends ManagedModule {
  private static final Logger LOG = LoggerFactory.getLogger(LocalModule.class);

  private final ModuleSource source;
  private final GuardedModule module;
  private final String configuration;
  private final Duration destroyDeadline;
  private final ModuleThread thread;
  private final Inbox inbox;

  /** True when all modules are created, false when this one is to end without having started. */
  private final CompletableFuture<Boolean> go = new CompletableFuture<>();

  private final CountDownLatch emptied = new CountDownLatch(1);

  /**
   * @param configuration JSON text for the module's create
   * @param destroyDeadline how long its destroy, or a create that is interrupted, may take
   */
  LocalModule(
      String name,
      ModuleSource source,
      String configuration,
      QueueBound bound,
      WaitGraph waits,
      Duration destroyDeadline) {
    super(name);
    this.source = source;
    this.configuration = configuration;
    this.destroyDeadline = destroyDeadline;
    module = new GuardedModule(name, source.factory(), CallLimits.DEFAULTS, new Faults());
    thread = new ModuleThread(name, this::run);
    inbox = new Inbox(name, bound, waits, thread);
  }

  @Override
  MessageSink sink() {
    return inbox;
  }

  @Override
  boolean isRemote() {
    return false;
  }

  @Override
  void begin(boolean required) {
    thread.start();
  }

  @Override
  void interruptCreate(StopDeadline deadline) {
    if (!created.isDone()) {
      hurry();
    }
  }

  @Override
  void leaveOut() {
    inbox.close();
    inbox.discard();
  }

  @Override
  void start() {
    go.complete(true);
  }

  @Override
  void destroy(StopDeadline deadline, Duration grace) throws InterruptedException {
    boolean exiting = Shutdown.isExiting(thread); // from that call it doesn't come back
    if (!exiting) {
      created.awaitEnd(
          name, StopDeadline.shorter(destroyDeadline, deadline.untilTerminate()), thread);
    }
    inbox.close();
    go.complete(false);
    if (!exiting && !created.isGivenUp()) {
      Duration forInbox = StopDeadline.shorter(grace, deadline.untilTerminate());
      if (!emptied.await(forInbox.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "{}: has not handled its inbox within {} ms; the rest is undelivered",
            name,
            forInbox.toMillis());
        hurry();
      }
      ThreadEnd.await(thread, name, destroyDeadline, deadline);
      broker.end();
    }
    inbox.discard();
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
    thread.setContextClassLoader(source.loader());
    if (module.isCutOff()) { // before this thread was there to be interrupted
      thread.interrupt();
    }
    Optional<Throwable> failure = module.create(broker, configuration);
    created.complete(failure);
    if (failure.isEmpty()) {
      live();
    }
    emptied();
    broker.end();
    source.close();
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
        SizedQueue<Message, MessageSink.Origin> messages = inbox.take();
        more = messages != null;
        if (more) {
          receive(messages);
        }
      } catch (InterruptedException e) {
        LOG.debug("{}: interrupted", name, e);
      }
    }
  }

  private void receive(SizedQueue<Message, MessageSink.Origin> messages) {
    for (; !messages.isEmpty(); inbox.handled()) {
      if (!module.isCutOff() && module.receive(messages.item(0))) {
        messages.owner(0).delivered();
      } else {
        messages.owner(0).undelivered();
      }
    }
  }

  @Override
  void close() {
    source.close();
  }

  /** Both are logged; a module in this process can't be ended. */
  private static final class Faults implements FaultListener {
    @Override
    public void hanging(String what) {}

    @Override
    public void outOfMemory(OutOfMemoryError error) {}
  }
}
