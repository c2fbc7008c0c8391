package io.outrigger.protocol.reqrep;

import io.outrigger.base.QueueBound;
import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.protocol.BlockingSink;
import io.outrigger.protocol.SessionStatistics;
import io.outrigger.protocol.UndeliveredException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * A {@link SendWindow} for many threads: each brings its event under a lock, which none holds while
 * it waits, and sends what can be sent now. A thread that brings a message waits for nothing but
 * room.
 */
final class Outbox extends BlockingSink {
  /** Sends what a window says, if that needs no waiting. */
  @FunctionalInterface
  interface Transmitter {
    /**
     * Called under the outbox's lock.
     *
     * @param next what is to be sent, of which the window tells the rest
     * @return false if the socket is full
     */
    boolean trySend(WindowOutput.Next next, SendWindow<Message> window);
  }

  private final ReqRepSettings settings;

  // Guarded by lock.
  private final SendWindow<Message> window;
  private Transmitter transmitter = (next, source) -> false;
  private boolean mayWait = true;
  private boolean present;
  private long absentSince = System.nanoTime();
  private long disconnectedSince = absentSince;
  private volatile boolean connected;

  /** The socket took nothing more; its thread waits for room there. */
  private volatile boolean blocked;

  private volatile boolean closed;

  /**
   * @param waitingBound how much may wait beside what is in flight
   */
  Outbox(String name, Side side, ReqRepSettings settings, QueueBound waitingBound) {
    super(name);
    this.settings = settings;
    int createId = ThreadLocalRandom.current().nextInt();
    window =
        new SendWindow<>(
            side, settings.window(), waitingBound, createId, RequestId.plus(createId, 1));
    if (side == Side.GATEWAY) {
      window.queue().hold();
    }
  }

  /** What sends from now on. */
  void attach(Transmitter toSocket) {
    withLock(() -> transmitter = toSocket);
  }

  @Override
  public void checkSize(long size) {
    if (size > settings.maxMessageBytes()) {
      throw new MessageTooLargeException(
          size,
          settings.maxMessageBytes(),
          "send less at once, or set max.message.bytes on both sides");
    }
  }

  @Override
  protected Outcome take(Message message, int size, Origin origin, boolean atOnce) {
    if (closed) {
      return Outcome.CLOSED;
    }
    if (!window.queue().offer(message, origin, size, !atOnce && !isAbandoned())) {
      return Outcome.FULL;
    }
    origin.delivered();
    pump();
    return Outcome.TAKEN;
  }

  @Override
  protected boolean giveBackOldestOf(Origin origin) {
    return window.queue().withdrawOldestOf(origin);
  }

  @Override
  protected boolean makesRoom() {
    return present && mayWait;
  }

  @Override
  protected long roomMade() {
    return window.queue().departed();
  }

  @Override
  protected boolean isQuarterFree() {
    return window.queue().isQuarterFree();
  }

  /** Each change is signalled: there is no deadline of its own. */
  @Override
  protected long checkWait() throws UndeliveredException {
    if (isAbandoned()) {
      throw new UndeliveredException(
          name
              + ": nobody has been there at "
              + settings.remoteUrl()
              + " for "
              + settings.absence().toMillis()
              + " ms, and the window is full (window.messages, window.bytes)");
    }
    if (!mayWait) {
      throw new UndeliveredException(
          name
              + ": the window is full (window.messages, window.bytes), and the gateway takes"
              + " nothing until its module is created");
    }
    return Long.MAX_VALUE;
  }

  /** Nobody has been there for too long: only so much is kept as may be in flight. */
  private boolean isAbandoned() {
    return !present
        && !window.queue().isHeld()
        && System.nanoTime() - absentSince > settings.absence().toNanos();
  }

  /** A host: whether room is waited for; else a message that finds none is refused at once. */
  void setMayWait(boolean mayWait) {
    withLock(
        () -> {
          this.mayWait = mayWait;
          changed.signalAll();
        });
  }

  /** A gateway, whose messages are held back until then: all of its modules are created. */
  void release() {
    happen(window.queue()::release);
  }

  /** Whether the socket is full. */
  boolean isBlocked() {
    return blocked;
  }

  /** The socket isn't full any longer. */
  void writable() {
    happen(() -> blocked = false);
  }

  void connected() {
    happen(
        () -> {
          connected = true;
          blocked = false;
          window.connected(System.nanoTime());
          changed.signalAll();
        });
  }

  void disconnected() {
    happen(
        () -> {
          connected = false;
          blocked = false;
          disconnectedSince = System.nanoTime();
          window.disconnected();
          changed.signalAll();
        });
  }

  /**
   * An answer came.
   *
   * @param identity whose it is, if it is a HELLO; else 0
   */
  void answered(int id, Answer answer, long identity) {
    happen(() -> window.answered(id, answer, identity, System.nanoTime()));
  }

  /** Time has passed. */
  void tick() {
    happen(() -> window.tick(System.nanoTime()));
  }

  /** A gateway: has the host create the module, now and over each new connection. */
  void create() {
    happen(window::create);
  }

  /** A gateway: the host's sender has come back. */
  void hostReconnected() {
    happen(window::hostReconnected);
  }

  /** A host: CREATE_REQUEST came from this gateway. */
  void createReceived(long gateway) {
    happen(() -> window.createRequested(gateway));
  }

  private void happen(Runnable event) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      int before = window.pending();
      event.run();
      pump();
      boolean there = window.isPeerThere();
      absentSince = present && !there ? System.nanoTime() : absentSince;
      present = there;
      if (isAbandoned()) {
        giveBackSurplus(() -> (Origin) window.queue().withdrawSurplus());
      }
      if (window.pending() < before || window.hasEvents() || !present) {
        changed.signalAll();
      }
    } finally {
      unlock();
    }
  }

  /** Sends what can be sent now. */
  private void pump() {
    while (!blocked) {
      WindowOutput.Next next = window.next();
      if (next == WindowOutput.Next.NOTHING) {
        return;
      }
      if (transmitter.trySend(next, window)) {
        window.sent(System.nanoTime());
      } else {
        blocked = true;
      }
    }
  }

  /** What was found out about the peer since the last call. */
  Set<PeerEvent> takeEvents() {
    return readWithLock(window::takeEvents);
  }

  /**
   * Sends DESTROY behind everything else, and waits until it is answered or the connection is gone.
   *
   * @return whether it was within that time
   */
  boolean destroy(Duration timeout) throws InterruptedException {
    happen(window::destroy);
    return await(() -> connected && !window.isDestroyed(), timeout);
  }

  /** Whether a peer is connected, as of the last check of the connection. */
  boolean isConnected() {
    return connected;
  }

  /** For how long there has been no connection; zero while there is one. */
  Duration disconnectedFor() {
    return readWithLock(
        () -> connected ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - disconnectedSince));
  }

  /** Waits until a peer is connected. Returns false when the time is over or this is closed. */
  boolean awaitConnected(Duration timeout) throws InterruptedException {
    await(() -> !connected, timeout);
    return connected;
  }

  /** Waits until everything is answered, for as long as a peer is connected. */
  void awaitEmpty(Duration timeout) throws InterruptedException {
    await(() -> window.pending() > 0 && connected, timeout);
  }

  /** Waits while something is so; returns false if it still is when the time is over. */
  private boolean await(BooleanSupplier isSo, Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (isSo.getAsBoolean() && !closed) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** What was counted, together with the numbers of the other direction. */
  SessionStatistics statistics(long received, long duplicates, long refused) {
    return readWithLock(() -> window.queue().statistics(received, duplicates, refused));
  }

  boolean isClosed() {
    return closed;
  }

  /** Takes nothing and sends nothing any longer, gives up what is left, and wakes everybody. */
  void close() {
    withLock(
        () -> {
          closed = true;
          window.close();
          changed.signalAll();
        });
  }
}
