package io.outrigger.host;

import io.outrigger.configuration.ConfigurationException;
import io.outrigger.protocol.HostEndpoint;
import io.outrigger.protocol.HostSession;
import io.outrigger.protocol.SessionException;
import io.outrigger.runtime.ExitCode;
import io.outrigger.runtime.ModuleClass;
import io.outrigger.runtime.ModuleLoadException;
import io.outrigger.runtime.Shutdown;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a host, from its configuration to its exit code. Every end is logged. */
final class Host {
  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  /** How long a process that a signal ends waits for its module to be destroyed. */
  private static final long GRACE_SECONDS = 3;

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
      return live(type, configuration.endpoint());
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

  private static ExitCode live(ModuleClass type, HostEndpoint endpoint)
      throws SessionException, InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> LOG.error("{}: its thread '{}' died", type.name(), thread.getName(), e));
    HostSession session = endpoint.open();
    CountDownLatch ended = new CountDownLatch(1);
    Shutdown.onExit(() -> end(session, ended));
    try (session) {
      LOG.info("{} waits for its gateway", type.name());
      return exitCode(session.run(new HostedModule(type, session)));
    } finally {
      LOG.info(
          "session with the gateway: {}", session.statistics()); // closed, so that all is settled
      ended.countDown();
    }
  }

  /** Has the main thread destroy the module, and waits for that: a signal ends the process. */
  private static void end(HostSession session, CountDownLatch ended) {
    try {
      session.close();
      if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("the module did not come to its end within {} s and is cut off", GRACE_SECONDS);
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
