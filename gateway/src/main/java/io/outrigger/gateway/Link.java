package io.outrigger.gateway;

import io.outrigger.base.BoundedLog;
import io.outrigger.gateway.Inbox.Outcome;
import io.outrigger.gateway.ModuleThread.Wait;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from one module to the inbox of another, with its rule for a full one, and its counts.
 */
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final String source;
  private final ModuleRunner sink;
  private final LinkRule rule;
  private final WaitGraph waits;
  private final BoundedLog log = new BoundedLog(LOG);
  private final AtomicLong published = new AtomicLong();

  /** Written by one thread at a time: the sink's, or a publisher's while that one waits. */
  private final AtomicLong delivered = new AtomicLong();

  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong undelivered = new AtomicLong();

  Link(String source, ModuleRunner sink, LinkRule rule, WaitGraph waits) {
    this.source = source;
    this.sink = sink;
    this.rule = rule;
    this.waits = waits;
  }

  ModuleRunner sink() {
    return sink;
  }

  /**
   * Brings a message to the sink's inbox, or counts and logs what became of it.
   *
   * @throws PublishException if the calling thread is interrupted while it waits
   */
  void publish(Message message, long size) {
    published.incrementAndGet();
    Outcome outcome =
        rule.whenFull() == WhenFull.WAIT
            ? offerPast(message, size)
            : sink.inbox().offer(message, this, size);
    if (outcome == Outcome.CLOSED) {
      undelivered();
    } else if (outcome == Outcome.FULL) {
      switch (rule.whenFull()) {
        case WAIT -> waitForRoom(message, size);
        case DROP_OLDEST -> dropOldest(message, size);
        case DROP_NEWEST -> dropNewest();
      }
    }
  }

  /**
   * A publisher that may wait rather waits a moment for a sink that has nothing else to do than
   * make it work through its inbox. Nobody is held up by that who doesn't wait.
   */
  private Outcome offerPast(Message message, long size) {
    Outcome outcome = sink.inbox().offerPast(message, this, size);
    if (outcome != Outcome.REFUSED) {
      return outcome;
    }
    try {
      sink.awaitRoom(size, MOMENT_NANOS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it may still find room
    } catch (RuntimeException e) {
      LOG.debug("{} -> {}: there is no waiting for room", source, sink.name(), e);
    }
    return sink.inbox().offer(message, this, size);
  }

  private void dropOldest(Message message, long size) {
    long before = dropped.get();
    Outcome outcome = sink.inbox().offerForOldest(message, this, size);
    if (dropped.get() != before) {
      log.warn("{} -> {}: the oldest was dropped, the inbox is full", source, sink.name());
    }
    if (outcome == Outcome.CLOSED) {
      undelivered();
    } else if (outcome == Outcome.FULL) {
      dropNewest();
    }
  }

  private void dropNewest() {
    dropped();
    log.warn("{} -> {}: dropped, the inbox is full", source, sink.name());
  }

  private void waitForRoom(Message message, long size) {
    try {
      long since = System.nanoTime();
      Outcome outcome = Outcome.FULL;
      while (outcome == Outcome.FULL) {
        Wait wait = waits.begin(sink.inbox(), sink.thread(), size);
        if (wait == null) {
          undelivered("waiting for room in the full inbox would never have ended");
          return;
        }
        outcome =
            sink.inbox()
                .offerAfterRoom(message, this, size, wait.handled(), since, rule.timeoutNanos());
      }
      if (outcome == Outcome.TIMED_OUT) {
        undelivered("the inbox was full for " + rule.timeout().toMillis() + " ms (timeout.ms)");
      } else if (outcome == Outcome.CLOSED) {
        undelivered();
      }
    } catch (InterruptedException e) {
      undelivered();
      Thread.currentThread().interrupt();
      throw new PublishException(
          "interrupted while " + source + " waited for room in the inbox of " + sink.name(), e);
    } finally {
      waits.end();
    }
  }

  /** The sink has handled a message. Called by one thread at a time. */
  void delivered() {
    delivered.lazySet(delivered.getPlain() + 1);
  }

  void dropped() {
    dropped.incrementAndGet();
  }

  void undelivered() {
    undelivered.incrementAndGet();
  }

  void undelivered(String reason) {
    undelivered();
    log.warn("{} -> {}: a message is undelivered: {}", source, sink.name(), reason);
  }

  /** The counts so far; taken while messages travel, they needn't fit together exactly. */
  LinkCounts counts() {
    long there = delivered.get();
    long lost = dropped.get();
    long given = undelivered.get();
    long all = published.get();
    return new LinkCounts(source, sink.name(), all, there, lost, given, all - there - lost - given);
  }
}
