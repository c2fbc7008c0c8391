package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shell scripts that a gateway runs as module hosts. */
public final class HostScript {
  /** Becomes a {@link TestHost}, with the script's arguments. */
  public static final String RUN_TEST_HOST =
      "exec '"
          + System.getProperty("java.home")
          + "/bin/java' --enable-native-access=ALL-UNNAMED -cp '"
          + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
          + "' "
          + TestHost.class.getName()
          + " \"$@\"";

  private HostScript() {}

  public static void make(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }
}
