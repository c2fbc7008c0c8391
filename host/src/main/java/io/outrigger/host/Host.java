package io.outrigger.host;

import io.outrigger.base.Delays;
import io.outrigger.configuration.ConfigurationException;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.SessionException;
import io.outrigger.runtime.ExitCode;
import io.outrigger.runtime.FaultListener;
import io.outrigger.runtime.InstanceStatus;
import io.outrigger.runtime.ModuleClass;
import io.outrigger.runtime.ModuleLoadException;
import io.outrigger.runtime.Shutdown;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a host, from its configuration to its exit code. Every end is logged. */
final class Host {
  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  /** As the JVM exits by itself at SIGTERM. */
  private static final int ENDED_BY_SIGTERM = 143;

  private Host() {}

  /** Where a configuration comes from. */
  @FunctionalInterface
  interface Source {
    HostConfiguration read() throws ConfigurationException;
  }

  /** Runs until the module has come to its end, on the calling thread. */
  static ExitCode run(Source source) {
    try {
      HostConfiguration configuration = source.read();
      // Before the host listens, so that the gateway never meets one that has nothing to offer.
      ModuleClass type = configuration.loadModule();
      type.initialize();
      return live(type, configuration);
    } catch (ConfigurationException e) {
      LOG.error("The configuration can't be used:{}{}", System.lineSeparator(), e.getMessage());
      return ExitCode.CONFIGURATION;
    } catch (ModuleLoadException e) {
      LOG.error("The module can't be loaded: {}", e.getMessage(), e.getCause());
      return ExitCode.MODULE;
    } catch (SessionException e) {
      LOG.error("The host can't listen: {}", e.getMessage());
      return ExitCode.ADDRESS;
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.error("The host failed", e);
      return ExitCode.INTERNAL_ERROR;
    }
  }

  private static ExitCode live(ModuleClass type, HostConfiguration configuration)
      throws SessionException, InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> LOG.error("{}: its thread '{}' died", type.name(), thread.getName(), e));
    Duration gracePeriod = configuration.gracePeriod();
    HostSession session = configuration.endpoint().open();
    CountDownLatch ended = new CountDownLatch(1);
    Shutdown.reportExits();
    Thread runner = Thread.currentThread();
    Shutdown.onExit(() -> end(session, ended, gracePeriod, runner));
    InstanceStatus status = InstanceStatus.ofThisProcess();
    if (status.isReported()) {
      Shutdown.onSignal(new ToldToEnd(status, gracePeriod), "TERM");
    }
    try (session) {
      status.ready();
      LOG.info("{} waits for its gateway", type.name());
      return exitCode(
          session.run(new HostedModule(type, session, configuration.limits(), new Faults(status))));
    } finally {
      LOG.info(
          "session with the gateway: {}", session.statistics()); // closed, so that all is settled
      ended.countDown();
    }
  }

  /**
   * What SIGTERM does to a host that its gateway runs. It may have gone to all processes, the
   * gateway too, which then ends its modules in order: this one works on until its gateway sees to
   * it. The gateway's own SIGTERM, a second one, or the end of the grace period ends it.
   */
  private static final class ToldToEnd implements Runnable {
    private final InstanceStatus status;
    private final Duration gracePeriod;
    private boolean told;

    ToldToEnd(InstanceStatus status, Duration gracePeriod) {
      this.status = status;
      this.gracePeriod = gracePeriod;
    }

    @Override
    public synchronized void run() {
      if (told) {
        exit();
        return;
      }
      told = true;
      LOG.info(
          "the host works on until its gateway ends it, at most {} ms", gracePeriod.toMillis());
      Delays.run(gracePeriod.toNanos(), ToldToEnd::exit);
      status.stopping();
      Thread end = new Thread(ToldToEnd::exitAtEndOfInput, "end of stdin");
      end.setDaemon(true);
      end.start();
    }

    /** The launcher closes stdin before it sends the gateway's SIGTERM; others can't do that. */
    private static void exitAtEndOfInput() {
      try {
        while (System.in.read() >= 0) {
          // nobody writes there
        }
        exit();
      } catch (IOException e) {
        LOG.debug("stdin can't be read", e);
      }
    }

    private static void exit() {
      // Another thread, as this returns only when the shutdown is over.
      new Thread(() -> Shutdown.exit(ENDED_BY_SIGTERM), "exit").start();
    }
  }

  /** What a module does that this process can't mend: the gateway replaces it. */
  private record Faults(InstanceStatus status) implements FaultListener {
    @Override
    public void hanging(String what) {
      status.hanging(what);
    }

    @Override
    public void outOfMemory(OutOfMemoryError error) {
      // Nothing else may be tried, as it would need memory. Unlike exit this runs no code.
      Runtime.getRuntime().halt(ExitCode.OUT_OF_MEMORY.status());
    }
  }

  /** Has the main thread destroy the module, and waits for that: a signal ends the process. */
  private static void end(
      HostSession session, CountDownLatch ended, Duration gracePeriod, Thread runner) {
    if (Shutdown.isExiting(runner)) {
      return; // the module ended the process in one of its calls, and can't be destroyed
    }
    try {
      session.end();
      if (!ended.await(gracePeriod.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error(
            "the module did not come to its end within {} ms (grace.period.ms) and is cut off",
            gracePeriod.toMillis());
        session.close();
      }
    } catch (InterruptedException e) {
      LOG.error("the module is cut off", e);
    }
  }

  private static ExitCode exitCode(HostSession.End end) {
    return switch (end) {
      case DESTROYED, CLOSED -> ExitCode.OK;
      case CREATE_FAILED -> ExitCode.MODULE;
      case ORPHANED -> {
        LOG.error("No gateway came, or none came back, within orphan.timeout.ms");
        yield ExitCode.ORPHANED;
      }
    };
  }
}
