package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that the C gateway's {@code java} loader takes: it brings all that it needs. */
class AzureGatewayIT {
  @TempDir Path folder;

  private ProcessBuilder jvm(String args) {
    String tests = CGatewayJvm.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return Command.in(
        folder,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        Distribution.HOME.resolve("c-gateway/outrigger-proxy.jar") + File.pathSeparator + tests,
        CGatewayJvm.class.getName(),
        "io/outrigger/azure/Proxy",
        args);
  }

  @Test
  void proxyReachesAHostFromTheJvmOfTheCGateway() throws Exception {
    String args =
        """
        {
          "activation.type": "fork",
          "fork": { "host.path": "%s", "configuration.path": "host.json" },
          "listen.url": "ipc://gateway-socket",
          "remote.url": "ipc://host-socket",
          "module.configuration": { "interval.ms": 20 }
        }
        """
            .formatted(Distribution.command("outrigger-host"));
    Files.writeString(
        folder.resolve("host.json"),
        """
        {
          "listen.url": "ipc://host-socket", "remote.url": "ipc://gateway-socket",
          "module.path": "%s", "module.class": "io.outrigger.samples.Sensor"
        }
        """
            .formatted(Distribution.sample("outrigger-samples.jar")));
    try (ChildProcess gateway = Command.start(jvm(args))) {
      gateway.awaitExit(0);
      assertTrue(gateway.output().contains("published {"), gateway::output);
    }
  }
}
