package io.outrigger.activation;

import java.time.Duration;
import java.util.Optional;

/**
 * One run of a host. It belongs to the object that launched it, which ends it, with all that it has
 * started. Any thread may call it; nothing blocks but {@link #awaitEnd} and {@link #stop}.
 */
public interface HostInstance {

  /** What an instance reports, in order, on a thread of its own that must not be held up. */
  interface Listener {

    /** It listens. A host of the SDK doesn't report that. */
    void ready();

    /**
     * It was told to end by a signal that didn't come from here, and works on until its gateway
     * ends it.
     */
    void stopping();

    /** A call of a module doesn't return. */
    void hanging(String what);

    /** It has ended, with all that it had started. The last report. */
    void ended(InstanceEnd end);
  }

  /** What it is, for log lines: {@code process 4711}. */
  String name();

  /** Asks it to end in order, as a service manager does: SIGTERM. */
  void terminate();

  /** Has a JVM print what its threads do: SIGQUIT. It ends what isn't a JVM. */
  void dumpThreads();

  /** Ends it, and all that it has started, at once: SIGKILL. */
  void kill();

  /** How it ended, if it has. */
  Optional<InstanceEnd> end();

  /** Waits until it has ended; returns whether it has. */
  boolean awaitEnd(Duration timeout) throws InterruptedException;

  /**
   * Ends it: waits, then SIGTERM, then SIGKILL.
   *
   * @param grace how long it may take to end by itself, because it was told to
   * @param untilKill after which it gets SIGKILL at the latest
   * @throws InterruptedException if the calling thread is interrupted; it was sent SIGKILL
   * @return whether it is gone: what it left behind may be removed
   */
  boolean stop(Duration grace, Duration untilKill) throws InterruptedException;
}
