package io.outrigger.supervision;

import io.outrigger.activation.ActivationException;
import io.outrigger.activation.HostInstance;
import io.outrigger.activation.HostLauncher;
import io.outrigger.activation.InstanceEnd;
import io.outrigger.base.Delays;
import io.outrigger.base.StopDeadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Supervisor}: launches instances of a host and ends them as it says, and tells it
 * what becomes of them. Any thread may call it. This object's lock guards the machine; an instance
 * reports on a thread of its own, and time passes on the thread of {@link Delays}.
 */
public final class HostSupervisor {
  private static final Logger LOG = LoggerFactory.getLogger(HostSupervisor.class);

  /** The exit status of a process that SIGTERM ended. */
  private static final int ENDED_BY_SIGTERM = 143;

  private final String module;
  private final HostLauncher launcher;
  private final Consumer<InstanceEnd> ended;
  private final long epoch = System.nanoTime();

  // Guarded by this.

  private final Supervisor machine;

  /** The present instance, or the last one; null before the first. */
  private HostInstance instance;

  private boolean ready;

  /** How the last instance ended, while there is no other. */
  private Optional<InstanceEnd> end = Optional.empty();

  /** Why the last one couldn't be launched; null if it could. */
  private ActivationException launchFailure;

  /** That the present instance hangs was told. */
  private boolean hangTold;

  /** For the machine's next deadline; null if there is none. */
  private Future<?> timer;

  /**
   * @param module for log lines
   * @param ended told how an instance ended, on a thread of the instance, without a lock
   */
  public HostSupervisor(
      String module,
      HostLauncher launcher,
      RestartPolicy policy,
      SupervisionTimes times,
      Consumer<InstanceEnd> ended) {
    this.module = module;
    this.launcher = launcher;
    this.ended = ended;
    machine = new Supervisor(policy, times, ThreadLocalRandom.current()::nextDouble, new Actions());
  }

  /**
   * Launches the first instance, and returns at once.
   *
   * @throws ActivationException if it can't be launched
   */
  public synchronized void start() throws ActivationException {
    happen(machine::start);
    throwIfNotLaunched();
  }

  /**
   * Launches the first instance, and returns at once. Others follow it, as the policy says, also if
   * it can't be launched, or ends before a module was created.
   */
  public void startAndRepeat() {
    happen(machine::startAndRepeat);
  }

  /**
   * @throws ActivationException if the last instance couldn't be launched
   */
  public synchronized void throwIfNotLaunched() throws ActivationException {
    if (launchFailure != null) {
      throw launchFailure;
    }
  }

  /** Tells the machine of an event, and sees to what it wants. */
  private synchronized void happen(LongConsumer event) {
    event.accept(now());
    if (launchFailure != null && machine.awaitsEnd()) {
      machine.ended(launchFailure.getMessage(), false, now());
    }
    setTimer();
    notifyAll();
  }

  private long now() {
    return System.nanoTime() - epoch;
  }

  private void setTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
    long deadline = machine.deadline();
    timer =
        deadline == Supervisor.NEVER
            ? null
            : Delays.run(Math.max(0, deadline - now()), () -> happen(machine::tick));
  }

  /**
   * Waits until the instance listens, which a host of the SDK doesn't report.
   *
   * @return whether it listens; false when it has ended, or the time is over
   */
  public synchronized boolean awaitReady(Duration timeout) throws InterruptedException {
    long deadline = now() + timeout.toNanos();
    while (!ready && machine.awaitsEnd() && now() < deadline) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - now()));
    }
    return ready;
  }

  /** Waits while there is no instance. */
  public synchronized void awaitInstance() throws InterruptedException {
    while (!machine.awaitsEnd()) {
      wait();
    }
  }

  /** The module in the present instance is created. */
  public void created() {
    happen(machine::created);
  }

  /** How the last instance ended, if there is no other. */
  public synchronized Optional<InstanceEnd> end() {
    return end;
  }

  public synchronized HostState state() {
    return machine.state();
  }

  /**
   * The present instance takes nothing, and nobody knows why: it is ended, after it has shown what
   * its threads do.
   *
   * @param what for people
   */
  public void silent(String what) {
    happen(
        now -> {
          if (machine.state() == HostState.RUNNING && !machine.silent(what, now) && !hangTold) {
            hangTold = true;
            LOG.error("{}: hangs: {}", module, what);
          }
        });
  }

  /** Launches a new instance, also of a host that has failed; the present one ends in order. */
  public void restart() {
    happen(machine::restart);
  }

  /** No other instance follows the present one, whatever becomes of it. */
  public void close() {
    happen(now -> machine.close());
  }

  /**
   * Ends the host: waits, then SIGTERM, then SIGKILL.
   *
   * @param grace how long the instance may take to end by itself, because it was told to
   * @param deadline of the whole stop, which may be sooner
   * @throws InterruptedException if the calling thread is interrupted; the instance was killed
   * @return whether there was an instance, and it is gone: what it left behind may be removed
   */
  public boolean stop(Duration grace, StopDeadline deadline) throws InterruptedException {
    close();
    HostInstance last;
    synchronized (this) {
      last = instance;
    }
    return last != null
        && last.stop(StopDeadline.shorter(grace, deadline.untilTerminate()), deadline.untilKill());
  }

  /** What the machine wants; this object's lock is held. */
  private final class Actions implements Supervisor.Output {
    @Override
    public void launch() {
      ready = false;
      hangTold = false;
      end = Optional.empty();
      launchFailure = null;
      try {
        instance = launcher.launch(new Reports());
      } catch (ActivationException e) {
        launchFailure = e;
      } catch (RuntimeException | Error e) {
        launchFailure = new ActivationException("an instance can't be launched: " + e, e);
      }
    }

    @Override
    public void terminate() {
      LOG.info("{}: {} is to end, SIGTERM", module, instance.name());
      instance.terminate();
    }

    @Override
    public void dumpThreads() {
      instance.dumpThreads();
    }

    @Override
    public void kill() {
      LOG.warn("{}: {} is ended at once, SIGKILL", module, instance.name());
      instance.kill();
    }

    @Override
    public void changed(HostState state, String reason) {
      switch (state) {
        case BACKOFF -> LOG.warn("{}: the host is gone: {}{}", module, reason, printed());
        case FAILED -> LOG.error("{}: the host is gone: {}{}", module, reason, printed());
        case RUNNING, STOPPED, STOPPING ->
            LOG.info("{}: the host is {}: {}", module, state, reason);
        case STARTING -> LOG.debug("{}: the host is {}: {}", module, state, reason);
      }
    }
  }

  private String printed() {
    return end.map(InstanceEnd::printed).orElse("");
  }

  /** What an instance reports, until another one follows it. */
  private final class Reports implements HostInstance.Listener {
    @Override
    public void ready() {
      happen(now -> ready = true);
    }

    @Override
    public void stopping() {
      happen(machine::toldToEnd);
    }

    @Override
    public void hanging(String what) {
      happen(
          now -> {
            if (!machine.hanging(what, now) && !hangTold) {
              hangTold = true;
              LOG.error("{}: hangs: {}", module, what);
            }
          });
    }

    @Override
    public void ended(InstanceEnd how) {
      happen(
          now -> {
            end = Optional.of(how);
            if (how.status() == ENDED_BY_SIGTERM) {
              machine.toldToEnd(now);
            }
            boolean inOrder = how.isClean() || how.status() == ENDED_BY_SIGTERM;
            boolean ran = how.status() >= 0;
            machine.ended((ran ? "its " : "") + instance.name() + " " + how.how(), inOrder, now);
          });
      ended.accept(how);
    }
  }
}
