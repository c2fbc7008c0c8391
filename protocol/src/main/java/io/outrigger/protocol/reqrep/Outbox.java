package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import io.outrigger.protocol.wire.MessageEncoder;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A {@link SendWindow} for many threads: each brings its event under a lock, which none holds while
 * it waits. Whoever brings a message waits for nothing but room.
 */
final class Outbox {
  private final String name;
  private final ReqRepSettings settings;

  /** Whoever brings a message takes a turn, so that none is overtaken while it waits for room. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private final ReentrantLock lock = new ReentrantLock();

  /** There is more room, the connection came or went, or this is closed. */
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final SendWindow<Message> window;
  private boolean patient = true;
  private boolean present;
  private long absentSince = System.nanoTime();
  private long disconnectedSince = absentSince;
  private volatile boolean connected;
  private volatile boolean closed;

  /**
   * @param output is called under the lock
   */
  Outbox(String name, Side side, ReqRepSettings settings, WindowOutput<Message> output) {
    this.name = name;
    this.settings = settings;
    int createId = ThreadLocalRandom.current().nextInt();
    window = new SendWindow<>(side, settings.window(), createId, output);
  }

  /** Refuses a message whose serialized form is larger than the limit; else returns its size. */
  int checkSize(Message message) {
    long size = MessageEncoder.sizeOf(message);
    if (size > settings.maxMessageBytes()) {
      throw new MessageTooLargeException(
          size,
          settings.maxMessageBytes(),
          "send less at once, or set max.message.bytes on both sides");
    }
    return (int) size;
  }

  /** Takes a message. Blocks while there is no room, as long as the settings allow. */
  void put(Message message) throws LinkException, InterruptedException {
    int size = checkSize(message);
    turn.lockInterruptibly();
    try {
      lock.lockInterruptibly();
      try {
        checkOpen();
        while (!window.offer(message, size, System.nanoTime())) {
          awaitChange();
        }
      } finally {
        lock.unlock();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Takes a message if that needs no waiting; returns whether it did. */
  boolean offer(Message message) {
    int size = checkSize(message);
    if (!turn.tryLock()) {
      return false;
    }
    try {
      lock.lock();
      try {
        return !closed && window.offer(message, size, System.nanoTime());
      } finally {
        lock.unlock();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Waits until there is room, or the time is over, or nobody is there to make any. */
  void awaitRoom(int size, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (!closed && present && left > 0 && !window.hasRoom(size)) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() throws LinkException {
    if (closed) {
      throw new LinkException(name + ": the link is closed");
    }
  }

  private void awaitChange() throws LinkException, InterruptedException {
    if (!present && System.nanoTime() - absentSince > settings.absence().toNanos()) {
      throw new LinkException(
          name
              + ": nobody has been there at "
              + settings.remoteUrl()
              + " for "
              + settings.absence().toMillis()
              + " ms, and the window is full (window.messages, window.bytes)");
    }
    if (!patient) {
      throw new LinkException(
          name
              + ": the window is full (window.messages, window.bytes), and the gateway takes"
              + " nothing until its module is created");
    }
    changed.await();
    checkOpen();
  }

  /** A host: whether room is waited for; else a message that finds none is refused at once. */
  void setPatient(boolean patient) {
    lock.lock();
    try {
      this.patient = patient;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the socket is full. */
  boolean isBlocked() {
    lock.lock();
    try {
      return window.isBlocked();
    } finally {
      lock.unlock();
    }
  }

  /** The socket isn't full any more. */
  void writable() {
    happen(() -> window.writable(System.nanoTime()));
  }

  void connected() {
    happen(
        () -> {
          connected = true;
          window.connected(System.nanoTime());
          changed.signalAll();
        });
  }

  void disconnected() {
    happen(
        () -> {
          connected = false;
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
    happen(() -> window.create(System.nanoTime()));
  }

  /** A gateway: the host's sender has come back. */
  void hostCameBack() {
    happen(() -> window.hostCameBack(System.nanoTime()));
  }

  /** A host: CREATE_REQUEST came from this gateway. */
  void createHeard(long gateway) {
    happen(() -> window.createHeard(gateway, System.nanoTime()));
  }

  private void happen(Runnable event) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      int before = window.pending();
      boolean destroyed = window.isDestroyed();
      event.run();
      boolean there = window.isPeerThere();
      absentSince = present && !there ? System.nanoTime() : absentSince;
      present = there;
      if (window.pending() < before || window.isDestroyed() != destroyed || !present) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends DESTROY behind everything else, and waits until it is answered or the connection is gone.
   *
   * @return whether it was within that time
   */
  boolean destroy(Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      window.destroy(System.nanoTime());
      while (connected && !closed && !window.isDestroyed()) {
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

  /** Whether a peer is connected, as of at most one look ago. */
  boolean isConnected() {
    return connected;
  }

  /** For how long there has been no connection; zero while there is one. */
  Duration disconnectedFor() {
    lock.lock();
    try {
      return connected ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - disconnectedSince);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a peer is connected. Returns false when the time is over or this is closed. */
  boolean awaitConnected(Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!connected && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return connected;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything is answered, for as long as a peer is connected. */
  void awaitEmpty(Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (window.pending() > 0 && connected && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What was counted, together with the numbers of the other direction. */
  LinkStatistics statistics(long received, RequestListener listener) {
    lock.lock();
    try {
      return window.statistics(received, listener.repeats(), listener.refused());
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Takes nothing and sends nothing any more, gives up what is left, and wakes everybody. */
  void close() {
    lock.lock();
    try {
      closed = true;
      window.close();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
