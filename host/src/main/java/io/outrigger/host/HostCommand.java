package io.outrigger.host;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code outrigger-host CONFIG.json}: the process ends with an {@link ExitCode}. */
@Command(
    name = "outrigger-host",
    mixinStandardHelpOptions = true,
    description = "Runs one gateway module in this process, as its configuration file says.")
public final class HostCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CONFIG.json", description = "the host's configuration file")
  private Path configuration;

  private HostCommand() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new HostCommand()).execute(arguments));
  }

  @Override
  public Integer call() {
    return Host.run(configuration).status();
  }
}
