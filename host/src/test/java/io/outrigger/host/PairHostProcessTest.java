package io.outrigger.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.host.modules.Echo;
import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.ModuleJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host over {@code pair}, by its configuration file and by its options. */
@Timeout(120)
class PairHostProcessTest {
  @TempDir Path folder;
  private Path control;

  @BeforeEach
  void writeModule() throws IOException {
    control = folder.resolve("control");
    new ModuleJar()
        .with(Echo.class)
        .declaring(Echo.class.getName())
        .write(folder.resolve("module.jar"));
  }

  private ChildProcess fromFile(String moreKeys) throws IOException {
    Files.writeString(
        folder.resolve("host.json"),
        "{\"control.id\": \"%s\", \"module.path\": \"module.jar\"%s}".formatted(control, moreKeys));
    return HostProcess.start(folder, "host.json");
  }

  private ChildProcess fromOptions(String... more) throws IOException {
    String[] options = {"--control-id", control.toString(), "--module-path", "module.jar"};
    String[] all = new String[options.length + more.length];
    System.arraycopy(options, 0, all, 0, options.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return HostProcess.start(folder, all);
  }

  private void letModuleLive() throws Exception {
    try (TestGateway gateway = new TestGateway(folder, control)) {
      gateway.create("\"once\"");
      assertEquals("\"once\"", gateway.awaitPublished());
      gateway.send("and again");
      assertEquals("and again", gateway.awaitPublished());
      assertTrue(gateway.destroy());
    }
  }

  @Test
  void oneHostServesGatewayAfterGateway() throws Exception {
    try (ChildProcess host = fromFile("")) {
      letModuleLive();
      host.await("Echo is at its end");
      letModuleLive();
      assertTrue(host.isAlive());
      host.signal("TERM");
      host.awaitExit(143);
    }
  }

  @Test
  void hostThatIsToldSoEndsWithItsGateway() throws Exception {
    try (ChildProcess host = fromFile(", \"on.gateway.gone\": \"exit\"")) {
      letModuleLive();
      host.awaitExit(0);
    }
  }

  @Test
  void hostStartedByOptionsEndsWithItsGateway() throws Exception {
    try (ChildProcess host = fromOptions("--module-class", Echo.class.getName())) {
      letModuleLive();
      host.awaitExit(0);
    }
  }

  @Test
  void launchedHostWhoseGatewayDiesEndsAfterAWhile() throws Exception {
    try (ChildProcess host = fromOptions("--orphan-timeout-ms", "5000")) {
      try (TestGateway gateway = new TestGateway(folder, control)) {
        gateway.create("\"once\"");
        assertEquals("\"once\"", gateway.awaitPublished());
      }
      String output = host.awaitExit(5);
      assertTrue(output.contains("Echo is at its end"), output);
    }
  }

  @Test
  void hostStartedByOptionsWaitsForTheNextGatewayIfItIsToldTo() throws Exception {
    try (ChildProcess host = fromOptions("--on-gateway-gone", "wait")) {
      letModuleLive();
      letModuleLive();
      assertTrue(host.isAlive());
    }
  }

  @Test
  void optionsAreReadAsStrictlyAsAFile() throws Exception {
    try (ChildProcess host =
        fromOptions("--on-gateway-gone", "stay", "--orphan-timeout-ms", "-1")) {
      String output = host.awaitExit(2);
      assertTrue(
          output.contains(
              "--on-gateway-gone: here is the text 'stay'; one of 'wait', 'exit' is needed"),
          output);
      assertTrue(output.contains("--orphan-timeout-ms: here is the number '-1'"), output);
    }
  }

  @Test
  void modulePathOfOptionsIsRelativeToTheWorkingDirectory() throws Exception {
    Files.delete(folder.resolve("module.jar"));
    try (ChildProcess host = fromOptions()) {
      String output = host.awaitExit(2);
      assertTrue(output.contains("--module-path: there is no "), output);
      assertTrue(output.contains("relative to " + folder.toRealPath()), output);
    }
  }

  @Test
  void controlIdIsNoUrl() throws Exception {
    Files.writeString(
        folder.resolve("host.json"),
        "{\"control.id\": \"ipc:///run/x\", \"module.path\": \"module.jar\"}");
    try (ChildProcess host = HostProcess.start(folder, "host.json")) {
      String output = host.awaitExit(2);
      assertTrue(output.contains("control.id is the path alone, '/run/x'"), output);
    }
  }

  @Test
  void fileAndOptionsAreNotMixed() throws Exception {
    try (ChildProcess host = fromOptions("host.json")) {
      String output = host.awaitExit(2);
      assertTrue(output.contains("leave host.json or them out"), output);
      assertTrue(output.contains("--control-id"), output);
    }
  }

  @Test
  void keysOfTheOtherProtocolAreUnknown() throws Exception {
    try (ChildProcess host = fromFile(", \"listen.url\": \"ipc://a\"")) {
      String output = host.awaitExit(2);
      assertTrue(output.contains("unknown key 'listen.url'"), output);
    }
  }
}
