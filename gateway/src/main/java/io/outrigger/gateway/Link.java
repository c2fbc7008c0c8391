package io.outrigger.gateway;

import io.outrigger.base.BoundedLog;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.MessageSink;
import io.outrigger.protocol.MessageSink.Outcome;
import io.outrigger.protocol.UndeliveredException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link from one module to the sink of another, with its settings and its counts. */
final class Link implements MessageSink.Origin {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private final String source;
  private final String sinkName;
  private final MessageSink sink;
  private final LinkSettings settings;
  private final CountDownLatch allCreated;
  private final BoundedLog log = new BoundedLog(LOG);
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();

  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong undelivered = new AtomicLong();

  /**
   * @param allCreated is counted down when all modules are created, or the gateway stops
   */
  Link(
      String source,
      String sinkName,
      MessageSink sink,
      LinkSettings settings,
      CountDownLatch allCreated) {
    this.source = source;
    this.sinkName = sinkName;
    this.sink = sink;
    this.settings = settings;
    this.allCreated = allCreated;
  }

  MessageSink sink() {
    return sink;
  }

  /**
   * Brings a message to the sink, or counts and logs what became of it.
   *
   * @throws PublishException if the calling thread is interrupted while it waits
   */
  void publish(Message message, long size) {
    published.incrementAndGet();
    Outcome outcome =
        settings.overflow() == OverflowPolicy.WAIT && allCreated.getCount() == 0
            ? sink.offerAtOnce(message, size, this)
            : sink.offer(message, size, this);
    if (outcome == Outcome.FULL) {
      switch (settings.overflow()) {
        case WAIT -> waitForRoom(message, size);
        case DROP_OLDEST -> dropOldest(message, size);
        case DROP_NEWEST -> dropNewest();
      }
    } else if (outcome != Outcome.TAKEN) {
      refused(outcome);
    }
  }

  /** The sink is closed or stalled. */
  private void refused(Outcome outcome) {
    undelivered();
    if (outcome == Outcome.STALLED) {
      log.warn(
          () -> source + " -> " + sinkName + ": a message is undelivered: " + sink.whyStalled());
    }
  }

  private void dropOldest(Message message, long size) {
    long before = dropped.get();
    Outcome outcome = sink.offerDroppingOldest(message, size, this);
    if (dropped.get() != before) {
      log.warn("{} -> {}: the oldest was dropped, there is no room", source, sinkName);
    }
    if (outcome == Outcome.CLOSED) {
      undelivered();
    } else if (outcome == Outcome.FULL) {
      dropNewest();
    }
  }

  private void dropNewest() {
    dropped();
    log.warn("{} -> {}: dropped, there is no room", source, sinkName);
  }

  private void waitForRoom(Message message, long size) {
    try {
      awaitAllCreated();
      Outcome outcome = offerHeldUp(message, size);
      if (outcome != Outcome.TAKEN) {
        refused(outcome);
      }
    } catch (UndeliveredException e) {
      undelivered();
      log.warn("{} -> {}: a message is undelivered: {}", source, sinkName, e.getMessage());
    } catch (InterruptedException e) {
      undelivered();
      Thread.currentThread().interrupt();
      throw new PublishException(
          "interrupted while " + source + " waited for room for " + sinkName, e);
    }
  }

  private Outcome offerHeldUp(Message message, long size)
      throws UndeliveredException, InterruptedException {
    if (!(Thread.currentThread() instanceof ModuleThread publisher)) {
      return sink.offer(message, size, this, settings.timeoutNanos());
    }
    publisher.setHeldUp(true);
    try {
      return sink.offer(message, size, this, settings.timeoutNanos());
    } finally {
      publisher.setHeldUp(false);
    }
  }

  /** Nothing is taken from an inbox before, and the time doesn't count. */
  private void awaitAllCreated() throws InterruptedException, UndeliveredException {
    if (allCreated.getCount() > 0) {
      if (Thread.currentThread() instanceof ModuleThread) { // in its create
        throw new UndeliveredException(Inbox.ENDLESS);
      }
      allCreated.await();
    }
  }

  @Override
  public void delivered() {
    delivered.incrementAndGet();
  }

  @Override
  public void dropped() {
    dropped.incrementAndGet();
  }

  @Override
  public void undelivered() {
    undelivered.incrementAndGet();
  }

  @Override
  public void givenBack() {
    delivered.decrementAndGet();
  }

  /** The counts so far; taken while messages travel, they needn't fit together exactly. */
  LinkStatistics statistics() {
    long there = delivered.get();
    long lost = dropped.get();
    long given = undelivered.get();
    long all = published.get();
    return new LinkStatistics(
        source, sinkName, all, there, lost, given, all - there - lost - given, isStalled());
  }

  private boolean isStalled() {
    return settings.overflow() == OverflowPolicy.WAIT && sink.isStalled();
  }
}
