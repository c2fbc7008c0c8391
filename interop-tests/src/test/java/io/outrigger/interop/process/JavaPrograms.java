package io.outrigger.interop.process;

import io.outrigger.gateway.command.GatewayCommand;
import io.outrigger.host.HostCommand;
import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.JavaCommand;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** The gateway and the host in Java, on the class path that the build made. */
public final class JavaPrograms {

  private JavaPrograms() {}

  /** Starts a gateway with a configuration file. */
  public static ChildProcess gateway(Path configuration) throws IOException {
    return start("gateway", GatewayCommand.class, configuration);
  }

  /** Starts a host with a configuration file. */
  public static ChildProcess host(Path configuration) throws IOException {
    return start("host", HostCommand.class, configuration);
  }

  private static ChildProcess start(String name, Class<?> main, Path configuration)
      throws IOException {
    return ChildProcess.start(name, configuration.getParent(), command(main, configuration));
  }

  /** Runs a main class of the class path with one argument. */
  public static List<String> command(Class<?> main, Path configuration) {
    return new JavaCommand(main)
        .shortLived()
        // A warning of the JVM would be among the messages on the standard output.
        .options("-Xlog:disable", "-Xlog:all=warning:stderr")
        .with(configuration.toString());
  }

  /** Where the tests' modules are loaded from. */
  public static Path moduleFolder() {
    try {
      return Path.of(
          JavaPrograms.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
