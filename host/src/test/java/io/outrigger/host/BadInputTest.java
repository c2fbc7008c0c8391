package io.outrigger.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.host.modules.Echo;
import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.ModuleJar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host that can't do its work says, and its exit status. */
class BadInputTest {
  @TempDir Path folder;

  private String exit(int status, String... arguments) throws IOException, InterruptedException {
    try (ChildProcess host = HostProcess.start(folder, arguments)) {
      return host.awaitExit(status);
    }
  }

  private String exitOf(String configuration, int status) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("host.json"), configuration);
    return exit(status, "host.json");
  }

  private static void assertHolds(String output, String... parts) {
    for (String part : parts) {
      assertTrue(output.contains(part), () -> "'" + part + "' isn't in:\n" + output);
    }
  }

  @Test
  void missingArgumentShowsTheUsage() throws Exception {
    assertHolds(exit(2), "Usage: outrigger-host", "CONFIG.json");
  }

  @Test
  void secondArgumentShowsTheUsage() throws Exception {
    assertHolds(exit(2, "host.json", "other.json"), "other.json", "Usage: outrigger-host");
  }

  @Test
  void missingFileIsNamed() throws Exception {
    assertHolds(exit(2, "nowhere.json"), "nowhere.json", folder.resolve("nowhere.json").toString());
  }

  @Test
  void malformedFileIsPointedAt() throws Exception {
    assertHolds(exitOf("{\n  \"listen.url\" \"x\"\n}", 2), "host.json:2:16", "malformed JSON");
  }

  @Test
  void everyProblemIsToldAtOnce() throws Exception {
    String output =
        exitOf(
            """
            {
              "listen.ulr": "ipc://a",
              "remote.url": "udp://b",
              "module.path": "nowhere.jar",
              "module.class": 7
            }
            """,
            2);
    assertHolds(
        output,
        "host.json:2:3",
        "did you mean 'listen.url'?",
        "host.json:3:17",
        "udp://b",
        "host.json:4:18",
        "nowhere.jar",
        "host.json:5:19",
        "the number '7'");
  }

  private static String configuration(String keys) {
    return "{\"listen.url\": \"ipc://host\", \"remote.url\": \"ipc://gateway\", " + keys + "}";
  }

  @Test
  void fileThatIsNoJarIsNamed() throws Exception {
    Files.writeString(folder.resolve("module.jar"), "not a jar");
    assertHolds(
        exitOf(configuration("\"module.path\": \"module.jar\""), 3),
        "module.jar is neither a jar nor a class folder");
  }

  @Test
  void nothingIsBoundWhenTheModuleCantBeLoaded() throws Exception {
    new ModuleJar().with(Echo.class).write(folder.resolve("module.jar"));
    exitOf(configuration("\"module.path\": \"module.jar\", \"module.class\": \"no.Such\""), 3);
    assertTrue(Files.notExists(folder.resolve("host")));
  }

  @Test
  void addressInUseIsNamed() throws Exception {
    new ModuleJar()
        .with(Echo.class)
        .declaring(Echo.class.getName())
        .write(folder.resolve("module.jar"));
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "tcp://127.0.0.1:" + other.getLocalPort();
      assertHolds(
          exitOf(
              "{\"listen.url\": \"%s\", \"remote.url\": \"ipc://gateway\", %s}"
                  .formatted(url, "\"module.path\": \"module.jar\""),
              4),
          url);
    }
  }

  @Test
  void hostWithoutGatewayEndsInTime() throws Exception {
    new ModuleJar()
        .with(Echo.class)
        .declaring(Echo.class.getName())
        .write(folder.resolve("module.jar"));
    assertHolds(
        exitOf(configuration("\"module.path\": \"module.jar\", \"orphan.timeout.ms\": 100"), 5),
        "orphan.timeout.ms");
  }
}
