package io.outrigger.nanomsg;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits until any of several sockets can receive or send, in the manner of {@link
 * java.nio.channels.Selector}: register sockets, which gives keys; {@link #poll}; ask the keys.
 *
 * <p>It does what nn_poll does, on the same file descriptors, but can be woken. That a key is ready
 * says that a call would not have waited at that moment. Another thread may have been quicker: use
 * the calls that don't wait.
 *
 * <p><b>Threads.</b> One thread polls; any may register, cancel, wake up and close. The thread that
 * polls is also woken by a registration, and by the close of a socket, whose key drops out.
 */
public final class NanoPoller implements AutoCloseable {
  // Design: a poll prepares the descriptors under the lock, waits in poll(2) without it, and takes
  // the results under it again. A thread that closes a socket first takes its key away, and waits
  // until
  // no poll is left that has its descriptors: they may be somebody else's once they are closed.

  private final WakeUp wakeUp = new WakeUp();

  /** By a poll, with all the native calls that it makes. */
  private final AtomicBoolean taken = new AtomicBoolean();

  // Guarded by this.
  private final Set<PollKey> keys = new LinkedHashSet<>();
  private PollSet prepared = new PollSet(wakeUp, List.of());
  private boolean changed;
  private boolean woken;

  /** Whether one of those calls is going on. */
  private boolean polling;

  private long polls;
  private boolean closed;

  private NanoPoller() {}

  /**
   * Opens a poller, which holds a file descriptor.
   *
   * @throws NanoException if there is none left, or the library can't be loaded
   */
  public static NanoPoller open() {
    return new NanoPoller();
  }

  /**
   * Adds a socket. It may be added several times.
   *
   * @throws NanoException if the socket is closed, or its protocol never receives or sends
   * @throws IllegalStateException if this poller is closed
   */
  public PollKey register(NanoSocket socket, Interest interest, Interest... more) {
    PollKey key = new PollKey(this, socket, EnumSet.of(interest, more));
    key.watch();
    synchronized (this) {
      if (!closed && key.isValid()) {
        keys.add(key);
        changed = true;
        wakeUp.signal();
        return key;
      }
    }
    key.unwatch();
    throw new IllegalStateException(
        "register " + socket + ": it, or the poller, was closed meanwhile: open another");
  }

  /**
   * Waits until a socket is ready, or the time is over, or {@link #wakeUp} or {@link #close} is
   * called, or the thread is interrupted, which ends the wait within about 100 ms and keeps the
   * interrupt status.
   *
   * @param timeout {@link SocketOption#FOREVER} to wait without end, zero not to wait
   * @return how many keys are ready
   * @throws IllegalStateException if another thread polls
   */
  public int poll(Duration timeout) {
    WaitTime time = WaitTime.ofMillis(OptionType.TIMEOUT.toNative(timeout, "the time of a poll"));
    if (!taken.compareAndSet(false, true)) {
      throw new IllegalStateException("another thread polls: give each thread its own poller");
    }
    try {
      return poll(time);
    } finally {
      taken.set(false);
    }
  }

  private int poll(WaitTime time) {
    long begin = System.nanoTime();
    for (; ; ) {
      PollSet set = begin();
      if (set == null) {
        return 0;
      }
      int ready = 0;
      boolean ended = true;
      try {
        set.poll(time.sliceMillis(begin));
      } finally {
        synchronized (this) {
          ready = set.update();
          ended = end(set);
        }
      }
      if (ready > 0 || ended || Thread.currentThread().isInterrupted() || time.isOver(begin)) {
        return ready;
      }
    }
  }

  /** What to poll; null if this is closed. {@link #end} must follow. */
  private synchronized PollSet begin() {
    if (closed) {
      return null;
    }
    if (changed) {
      prepared = new PollSet(wakeUp, List.copyOf(keys));
      changed = false;
    }
    polling = true;
    return prepared;
  }

  /** Whether the whole poll is over because somebody wants it so. */
  private synchronized boolean end(PollSet set) {
    polling = false;
    polls++;
    notifyAll();
    if (set.isWoken()) {
      wakeUp.reset();
    }
    boolean wanted = woken;
    woken = false;
    return wanted || closed;
  }

  /** Ends the poll that is going on, or else the next one, without a wait. */
  public synchronized void wakeUp() {
    if (!closed) {
      woken = true;
      wakeUp.signal();
    }
  }

  void cancel(PollKey key) {
    synchronized (this) {
      key.invalidate();
      if (keys.remove(key)) {
        changed = true;
        endPoll();
      }
    }
    key.unwatch();
  }

  /** Ends the native call that is going on. The lock is held. */
  private void endPoll() {
    long current = polls;
    boolean interrupted = false;
    while (polling && polls == current) {
      wakeUp.signal();
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all registrations; the sockets stay open. Idempotent. */
  @Override
  public void close() {
    List<PollKey> left;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      left = List.copyOf(keys);
      keys.clear();
      left.forEach(PollKey::invalidate);
      endPoll();
      wakeUp.close();
    }
    left.forEach(PollKey::unwatch);
  }
}
