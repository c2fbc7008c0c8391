package io.outrigger.interop.process;

import io.outrigger.gateway.command.GatewayCommand;
import io.outrigger.host.HostCommand;
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
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", // a process lives for seconds
        "-Xlog:disable", // a warning of the JVM would be among the messages on the standard output
        "-Xlog:all=warning:stderr",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName(),
        configuration.toString());
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
