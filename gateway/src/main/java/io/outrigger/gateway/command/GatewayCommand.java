package io.outrigger.gateway.command;

import io.outrigger.configuration.ConfigurationException;
import io.outrigger.gateway.Gateway;
import io.outrigger.gateway.GatewayException;
import io.outrigger.gateway.configuration.GatewayConfiguration;
import io.outrigger.runtime.ExitCode;
import io.outrigger.runtime.ModuleOutput;
import io.outrigger.runtime.Shutdown;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code gateway FILE}: runs until SIGTERM or SIGINT; the process ends with an {@link ExitCode}.
 */
@Command(
    name = "outrigger gateway",
    mixinStandardHelpOptions = true,
    description = "Runs the gateway of a configuration file until SIGTERM or SIGINT (Ctrl-C).")
public final class GatewayCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayCommand.class);

  @Parameters(paramLabel = "FILE", description = "the gateway's configuration file")
  private Path configuration;

  @Option(
      names = "--check",
      description = "only read the configuration and load the modules' classes")
  private boolean checkOnly;

  private final CountDownLatch stopped = new CountDownLatch(1);

  private GatewayCommand() {}

  public static void main(String[] arguments) {
    Shutdown.exit(new CommandLine(new GatewayCommand()).execute(arguments));
  }

  @Override
  public Integer call() {
    return run().status();
  }

  private ExitCode run() {
    try {
      if (checkOnly) {
        GatewayConfiguration.check(configuration);
        LOG.info("{}: configuration OK", configuration);
      } else {
        runUntilStopped();
      }
      return ExitCode.OK;
    } catch (ConfigurationException e) {
      LOG.error("the configuration can't be used:{}{}", System.lineSeparator(), e.getMessage());
      return ExitCode.CONFIGURATION;
    } catch (GatewayException e) {
      return failed(e);
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.error("the gateway failed", e);
      return ExitCode.INTERNAL_ERROR;
    }
  }

  private void runUntilStopped()
      throws ConfigurationException, GatewayException, InterruptedException {
    try (Gateway gateway = GatewayConfiguration.open(configuration)) {
      ModuleOutput.install();
      Shutdown.reportExits();
      Shutdown.onSignal(() -> stop(gateway), "TERM", "INT");
      // When the JVM ends for any other reason, such as SIGHUP or a module that calls System.exit.
      Shutdown.onExit(gateway::stop);
      gateway.start();
      stopped.await();
    }
  }

  private void stop(Gateway gateway) {
    LOG.info("the gateway stops");
    gateway.stop();
    stopped.countDown();
  }

  private static ExitCode failed(GatewayException e) {
    if (e.reason() == GatewayException.Reason.STOPPED) {
      LOG.info("{}", e.getMessage());
      return ExitCode.OK;
    }
    LOG.error("the gateway can't start: {}", e.getMessage());
    LOG.debug("the cause", e);
    return e.reason() == GatewayException.Reason.LINK ? ExitCode.ADDRESS : ExitCode.MODULE;
  }
}
