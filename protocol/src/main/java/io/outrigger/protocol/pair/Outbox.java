package io.outrigger.protocol.pair;

import io.outrigger.base.QueueBound;
import io.outrigger.base.Threads;
import io.outrigger.module.Message;
import io.outrigger.protocol.BlockingSink;
import io.outrigger.protocol.UndeliveredException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;

/**
 * A gateway's messages to its host: the threads and the lock around a {@link SendQueue}. A message
 * that finds the socket ready, and none kept, is sent by the thread that brings it. Kept ones are
 * sent by a thread of the outbox.
 *
 * <p>Nobody holds the lock while it sends, so that the queue can be closed meanwhile. The order of
 * each thread's messages needs no lock either: it sends one itself only when none is kept.
 */
final class Outbox extends BlockingSink implements AutoCloseable {
  private final int maxMessageBytes;
  private final PairCounters counters;
  private final Thread sender;

  /** Null until it is started. */
  private volatile MessageChannel channel;

  /** There may be something for the sender's thread to do. */
  private final Condition sendable = lock.newCondition();

  /** Guarded by lock, but for {@link SendQueue#isOpen} and {@link SendQueue#isClosed}. */
  private final SendQueue<Message, Origin> queue;

  /** What the queue says, for threads without the lock. Written under it. */
  private volatile boolean direct;

  /** So many threads send a message that they bring. */
  private final AtomicInteger sending = new AtomicInteger();

  /**
   * Written by {@link #awaitEmpty}, which reads sending after that; there the order is the reverse.
   */
  private volatile boolean emptyAwaited;

  /**
   * @param waiting how much may be kept beside the window
   */
  Outbox(String name, PairSettings settings, QueueBound waiting, PairCounters counters) {
    super(name);
    maxMessageBytes = settings.maxMessageBytes();
    this.counters = counters;
    queue = new SendQueue<>(settings, waiting, PairTime.now());
    sender = new Thread(this::sendKept, "outbox of " + name);
    sender.setDaemon(true);
  }

  /** Sends over that channel from now on. */
  void start(MessageChannel messages) {
    channel = messages;
    sender.start();
  }

  /** All modules of the gateway are created. */
  void release() {
    change(() -> queue.release(PairTime.now()));
  }

  /** The host takes messages, or doesn't; to be called now and then, as time passes as well. */
  void open(boolean hostThere) {
    change(() -> queue.open(hostThere, PairTime.now()));
  }

  private void change(Runnable change) {
    withLock(
        () -> {
          change.run();
          if (queue.isAbandoned(PairTime.now())) {
            giveBackSurplus(queue::withdrawSurplus);
          }
          changed();
        });
  }

  @Override
  public void end() {
    super.end();
    change(() -> {});
  }

  /** With the lock held. */
  private void changed() {
    direct = queue.isDirect() && !hasEnded();
    sendable.signal();
    changed.signalAll();
  }

  @Override
  public Outcome offer(Message message, long size, Origin origin) {
    return sendAtOnce(message, size, origin) ? Outcome.TAKEN : super.offer(message, size, origin);
  }

  @Override
  public Outcome offerAtOnce(Message message, long size, Origin origin) {
    if (sendAtOnce(message, size, origin)) {
      return Outcome.TAKEN;
    }
    if (queue.isClosed()) {
      return Outcome.CLOSED;
    }
    return isStalled() ? Outcome.STALLED : Outcome.FULL;
  }

  @Override
  public Outcome offer(Message message, long size, Origin origin, long timeoutNanos)
      throws UndeliveredException, InterruptedException {
    if (direct) {
      channel.awaitSendable(Math.min(MOMENT_NANOS, timeoutNanos));
      if (sendAtOnce(message, size, origin)) {
        return Outcome.TAKEN;
      }
    }
    return super.offer(message, size, origin, timeoutNanos);
  }

  /** Sends a message if none is kept and there is room in the socket. */
  private boolean sendAtOnce(Message message, long size, Origin origin) {
    if (!direct) {
      return false;
    }
    sending.incrementAndGet();
    try {
      boolean sent = channel.trySend(message, (int) size);
      if (sent) {
        origin.delivered();
      }
      return sent;
    } finally {
      sending.decrementAndGet();
      if (emptyAwaited) {
        change(() -> {});
      }
    }
  }

  @Override
  public void checkSize(long size) {
    MessageChannel.checkSize(size, maxMessageBytes);
  }

  @Override
  protected Outcome take(Message message, int size, Origin origin, boolean atOnce) {
    if (queue.isClosed()) {
      return Outcome.CLOSED;
    }
    if (atOnce && !direct || !queue.keep(message, origin, size, PairTime.now())) {
      return Outcome.FULL;
    }
    origin.delivered();
    direct = false;
    sendable.signal();
    return Outcome.TAKEN;
  }

  @Override
  protected boolean giveBackOldestOf(Origin origin) {
    return queue.withdrawOldestOf(origin);
  }

  @Override
  protected boolean makesRoom() {
    return queue.isOpen();
  }

  @Override
  protected long roomMade() {
    return queue.sentEver();
  }

  @Override
  protected boolean isQuarterFree() {
    return queue.isQuarterFree();
  }

  @Override
  protected long checkWait() throws UndeliveredException {
    long now = PairTime.now();
    if (queue.isAbandoned(now)) {
      counters.givenUp(1);
      throw new UndeliveredException(
          name
              + ": there is no module host, and "
              + queue.size()
              + " messages wait for it: start it, or set window.messages, window.bytes or"
              + " reconnect.timeout.ms");
    }
    return queue.abandonedAt() - now;
  }

  private void sendKept() {
    try {
      while (!queue.isClosed()) {
        sendNext();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendNext() throws InterruptedException {
    Message next;
    int size;
    lock.lockInterruptibly();
    try {
      while (queue.next() == null) {
        sendable.await();
      }
      next = queue.next();
      size = queue.nextSize();
    } finally {
      lock.unlock();
    }
    if (channel.send(next, size, queue::isOpen)) {
      change(queue::sent);
    }
  }

  /** Waits until nothing is kept or being sent, or the time is over. */
  void awaitEmpty(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      emptyAwaited = true;
      while ((sending.get() > 0 || queue.size() > 0) && left > 0 && !queue.isClosed()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      emptyAwaited = false;
      lock.unlock();
    }
  }

  /** How many messages are kept. */
  int size() {
    return readWithLock(queue::size);
  }

  /** Gives up what is kept, which is counted. The channel must have been closed. Idempotent. */
  @Override
  public void close() {
    change(queue::close);
    sender.interrupt();
    Threads.join(sender);
    change(() -> counters.givenUp(queue.clear()));
  }
}
