package io.outrigger.host;

import io.outrigger.runtime.ExitCode;
import io.outrigger.runtime.Shutdown;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code outrigger-host CONFIG.json}, or the same as options: the process ends with an {@link
 * ExitCode}.
 */
@Command(
    name = "outrigger-host",
    mixinStandardHelpOptions = true,
    description =
        "Runs one gateway module in this process, as its configuration file says or, under a C"
            + " gateway that launches it, as the options say.")
public final class HostCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "CONFIG.json",
      description = "the host's configuration file")
  private Path configuration;

  @ArgGroup(exclusive = false, heading = "Instead of a configuration file:%n")
  private LaunchOptions options;

  private HostCommand() {}

  public static void main(String[] arguments) {
    // How a gateway runs it, many times on a small device: picocli would cost 30 ms and 2 MB.
    boolean fileOnly = arguments.length == 1 && !arguments[0].startsWith("-");
    Shutdown.exit(
        fileOnly
            ? Host.run(() -> HostConfiguration.read(Path.of(arguments[0]))).status()
            : new CommandLine(new HostCommand()).execute(arguments));
  }

  @Override
  public Integer call() {
    if (configuration == null && options == null) {
      throw new ParameterException(
          spec.commandLine(),
          "give a configuration file, or the options --control-id and --module-path");
    }
    if (configuration != null && options != null) {
      throw new ParameterException(
          spec.commandLine(),
          "the options stand for a configuration file: leave " + configuration + " or them out");
    }
    ExitCode code =
        configuration != null
            ? Host.run(() -> HostConfiguration.read(configuration))
            : Host.run(() -> HostConfiguration.of(options));
    return code.status();
  }
}
