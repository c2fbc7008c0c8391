package io.outrigger.host;

import io.outrigger.configuration.ConfigurationException;
import io.outrigger.protocol.HostLink;
import io.outrigger.protocol.LinkException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a host, from its configuration to its exit code. Every end is logged. */
final class Host {
  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

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
      ModuleClass type = ModuleClass.load(configuration.modulePath(), configuration.moduleClass());
      return live(type, configuration.link());
    } catch (ConfigurationException e) {
      LOG.error("The configuration can't be used:{}{}", System.lineSeparator(), e.getMessage());
      return ExitCode.CONFIGURATION;
    } catch (ModuleException e) {
      LOG.error("The module can't be loaded: {}", e.getMessage(), e.getCause());
      return ExitCode.MODULE;
    } catch (LinkException e) {
      LOG.error("The host can't listen: {}", e.getMessage());
      return ExitCode.ADDRESS;
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.error("The host failed", e);
      return ExitCode.INTERNAL_ERROR;
    }
  }

  private static ExitCode live(ModuleClass type, LinkOpener opener)
      throws LinkException, InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> LOG.error("{}: its thread '{}' died", type.name(), thread.getName(), e));
    HostLink link = opener.open();
    SignalHook hook = SignalHook.install(link);
    try (link) {
      LOG.info("{} waits for its gateway", type.name());
      return exitCode(link.run(new HostedModule(type, link)));
    } finally {
      LOG.info("link to the gateway: {}", link.statistics()); // closed, so that all is settled
      hook.hostEnded();
    }
  }

  private static ExitCode exitCode(HostLink.End end) {
    return switch (end) {
      case DESTROYED, CLOSED -> ExitCode.DESTROYED;
      case CREATE_FAILED -> ExitCode.MODULE;
      case ORPHANED -> {
        LOG.error("No gateway came, or none came back, within orphan.timeout.ms");
        yield ExitCode.ORPHANED;
      }
    };
  }
}
