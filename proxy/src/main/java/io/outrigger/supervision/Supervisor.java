package io.outrigger.supervision;

import io.outrigger.supervision.RestartPolicy.When;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleSupplier;

/**
 * What is to be done about a host, as a state machine: instances are launched, watched, ended and
 * replaced. It knows no processes, threads or clocks; times are nanoseconds of a clock that begins
 * at 0 and doesn't go back.
 *
 * <p>Used by one thread at a time: its owner has a lock.
 */
final class Supervisor {
  /** A time that doesn't come. */
  static final long NEVER = Long.MAX_VALUE;

  /** How long another signal of the same cause may take to reach the gateway itself. */
  private static final long OWN_SIGNAL_NANOS = Duration.ofMillis(300).toNanos();

  /** How long a JVM may take to print its threads. */
  private static final long DUMP_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * A wait differs from the one before it by up to a quarter, so that hosts don't start together.
   */
  private static final double JITTER = 0.25;

  /** What is to be done. Nothing here calls the machine. */
  interface Output {

    /** Launch an instance. {@link #ended} says later if that can't be. */
    void launch();

    /** Have the instance end in order. */
    void terminate();

    /** Have the instance print what its threads do. */
    void dumpThreads();

    /** End the instance at once. */
    void kill();

    /** The host's state is another one now. */
    void changed(HostState state, String reason);
  }

  private final RestartPolicy policy;
  private final SupervisionTimes times;
  private final DoubleSupplier random;
  private final Output output;

  private HostState state = HostState.STOPPED;

  /** There is an instance. */
  private boolean alive;

  /** The gateway ends the host: no more instances. */
  private boolean closing;

  /** No module was created yet: the caller of start sees to it, and no instance follows. */
  private boolean first = true;

  /** An operator wants another instance, whatever the policy says. */
  private boolean restartAsked;

  /** The instance was told to end by somebody else, and ends in order. */
  private boolean toldToEnd;

  /** Why the instance was ended from here; null if it wasn't. */
  private String killedFor;

  private long backoff;

  /** When instances were started, as far as they count for the limit. */
  private final Deque<Long> starts = new ArrayDeque<>();

  // Each of these is NEVER while it isn't awaited.
  private long startBy = NEVER;
  private long healthyAt = NEVER;
  private long terminateAt = NEVER;
  private long killAt = NEVER;
  private long launchAt = NEVER;

  /**
   * @param random from 0 to 1
   */
  Supervisor(RestartPolicy policy, SupervisionTimes times, DoubleSupplier random, Output output) {
    this.policy = policy;
    this.times = times;
    this.random = random;
    this.output = output;
    backoff = policy.initialBackoff().toNanos();
  }

  HostState state() {
    return state;
  }

  /** Whether there is an instance, whose end will be told. */
  boolean awaitsEnd() {
    return alive;
  }

  /** The gateway starts the host, and sees itself to what the first instance may take. */
  void start(long now) {
    launch("the gateway starts it", now);
  }

  /**
   * The gateway starts the host, and goes on without its module: other instances follow the first
   * one, too, as the policy says.
   */
  void startAndRepeat(long now) {
    first = false;
    relaunch("the gateway starts it", now);
  }

  private void relaunch(String reason, long now) {
    launch(reason, now);
    startBy = plus(now, times.start());
  }

  private void launch(String reason, long now) {
    starts.addLast(now);
    alive = true;
    restartAsked = false;
    toldToEnd = false;
    killedFor = null;
    launchAt = NEVER;
    change(HostState.STARTING, reason);
    output.launch();
  }

  /** The instance's module is created. */
  void created(long now) {
    first = false;
    if (state == HostState.STARTING) {
      startBy = NEVER;
      healthyAt = plus(now, policy.healthyAfter());
      change(HostState.RUNNING, "its module is created");
    }
  }

  /** A signal from outside told the instance to end. */
  void toldToEnd(long now) {
    if (alive && !toldToEnd && !closing && killedFor == null) {
      toldToEnd = true;
      startBy = NEVER;
      terminateAt = now + OWN_SIGNAL_NANOS;
      change(HostState.STOPPING, "a signal from outside told it to end");
    }
  }

  /**
   * The instance reports that a call of its module doesn't return, and what the thread does there.
   *
   * @return whether the instance is ended for it
   */
  boolean hanging(String what, long now) {
    return endBecause("it hangs: " + what, now, now);
  }

  /**
   * The instance takes no messages though it should: as {@link #hanging}, but nobody knows where.
   */
  boolean silent(String what, long now) {
    boolean ended = endBecause("it hangs: " + what, now + DUMP_NANOS, now);
    if (ended) {
      output.dumpThreads();
    }
    return ended;
  }

  private boolean endBecause(String reason, long when, long now) {
    if (policy.when() == When.NEVER || !alive || closing || killedFor != null) {
      return false;
    }
    killAfter(reason, when, now);
    return true;
  }

  private void killAfter(String reason, long when, long now) {
    killedFor = reason;
    startBy = NEVER;
    terminateAt = NEVER;
    killAt = when;
    change(HostState.STOPPING, reason);
    tick(now);
  }

  /**
   * The instance has ended, or couldn't be launched.
   *
   * @param how for people
   * @param clean whether it ended as one does that was told to
   */
  void ended(String how, boolean clean, long now) {
    alive = false;
    startBy = NEVER;
    terminateAt = NEVER;
    killAt = NEVER;
    if (now >= healthyAt) {
      backoff = policy.initialBackoff().toNanos();
    }
    healthyAt = NEVER;
    boolean failed = !(clean && toldToEnd) || killedFor != null;
    String reason = killedFor == null ? how : killedFor;
    if (closing) {
      change(HostState.STOPPED, how);
    } else if (restartAsked) {
      relaunch("an operator restarts it", now);
    } else if (!first && isFollowed(failed)) {
      backOff(reason, now);
    } else {
      change(failed ? HostState.FAILED : HostState.STOPPED, reason);
    }
  }

  private boolean isFollowed(boolean failed) {
    return policy.when() == When.ALWAYS || failed && policy.when() == When.ON_FAILURE;
  }

  private void backOff(String reason, long now) {
    while (!starts.isEmpty() && now - starts.peekFirst() >= policy.within().toNanos()) {
      starts.removeFirst();
    }
    if (policy.limit() > 0 && starts.size() >= policy.limit()) {
      change(
          HostState.FAILED,
          reason
              + "; it was started "
              + starts.size()
              + " times in "
              + policy.within().toMillis()
              + " ms (restart.limit, restart.within.ms) and stays down");
      return;
    }
    double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
    long wait = Math.min((long) (backoff * factor), policy.maxBackoff().toNanos());
    backoff = Math.min(backoff * 2, policy.maxBackoff().toNanos());
    launchAt = now + wait;
    change(HostState.BACKOFF, reason + "; it is restarted in " + wait / 1_000_000 + " ms");
  }

  /** An operator wants a new instance, also of a host that has failed or was stopped. */
  void restart(long now) {
    if (closing) {
      return;
    }
    first = false;
    backoff = policy.initialBackoff().toNanos();
    starts.clear();
    if (!alive) {
      relaunch("an operator restarts it", now);
    } else {
      restartAsked = true;
      if (killedFor == null && !toldToEnd) {
        toldToEnd = true;
        startBy = NEVER;
        terminateAt = now;
        change(HostState.STOPPING, "an operator restarts it");
        tick(now);
      }
    }
  }

  /** The gateway ends the host, and the instance if there is one; no more instances. */
  void close() {
    closing = true;
    startBy = NEVER;
    terminateAt = NEVER;
    killAt = NEVER;
    launchAt = NEVER;
    change(alive ? HostState.STOPPING : HostState.STOPPED, "the gateway ends it");
  }

  /** Time has passed. */
  void tick(long now) {
    if (now >= launchAt) {
      relaunch("it is restarted", now);
    }
    if (now >= startBy) {
      killAfter("its module was not created within " + times.start().toMillis() + " ms", now, now);
    }
    if (now >= terminateAt) {
      terminateAt = NEVER;
      killAt = plus(now, times.stop());
      output.terminate();
    }
    if (now >= killAt) {
      killAt = NEVER;
      output.kill();
    }
  }

  /** When {@link #tick} will do something if no other event comes. */
  long deadline() {
    return Math.min(Math.min(launchAt, startBy), Math.min(terminateAt, killAt));
  }

  private void change(HostState next, String reason) {
    if (state != next) {
      state = next;
      output.changed(next, reason);
    }
  }

  private static long plus(long now, Duration time) {
    return now + time.toNanos();
  }
}
