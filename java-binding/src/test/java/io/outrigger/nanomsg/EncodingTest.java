package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An address means the same whatever the locale and the default charset of the JVM are. */
@Timeout(120)
class EncodingTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "C.UTF-8, UTF-8",
    "C.UTF-8, GB18030",
    "C.UTF-8, ISO-8859-1",
    "C, UTF-8",
    "C, US-ASCII",
  })
  void anAddressOutsideAsciiIsTakenInUtf8(String locale, String charset) throws Exception {
    Path latin1 = directory.resolve("latin1.sh");
    Files.writeString(latin1, "cd \"$1\" && eval \"$2 \\\"$(printf '\\344')\\\"\"");
    sh(latin1, "echo precious >");
    ChildJvm.Result result =
        new ChildJvm(Umlauts.class)
            .under("env", "LC_ALL=" + locale)
            .jvm("-Dfile.encoding=" + charset)
            .run(directory.toString());
    assertEquals(0, result.exitCode(), result.output());
    sh(latin1, "grep -q precious");
  }

  /** Runs a command on the file whose name is an umlaut in ISO-8859-1. */
  private void sh(Path script, String command) throws Exception {
    ChildProcess.run("sh", script.toString(), directory.toString(), command);
  }

  /** Binds and connects to paths in the directory that is its argument. */
  static final class Umlauts {
    public static void main(String[] arguments) {
      bothWays(arguments[0] + "/ä");
      // Fits in UTF-8, and would be longer than a Unix socket's path in GB18030.
      bothWays(arguments[0] + "/" + "ä".repeat((111 - arguments[0].length()) / 4));
    }

    private static void bothWays(String path) {
      boolean utf8 = System.getProperty("sun.jnu.encoding").equals("UTF-8");
      String url = "ipc://" + path;
      try (NanoSocket server = NanoSocket.open(Protocol.PAIR);
          NanoSocket client = NanoSocket.open(Protocol.PAIR)) {
        client.connect(url);
        server.bind(url);
        assertTrue(!utf8 || Files.exists(Path.of(path)), path);
        client.send(new byte[] {7});
        assertArrayEquals(new byte[] {7}, server.receive().orElseThrow());
      }
    }
  }
}
