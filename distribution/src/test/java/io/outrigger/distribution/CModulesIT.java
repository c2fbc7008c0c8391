package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The C side as its users have it: out of the archive, and by what docs/c-modules.md shows. */
class CModulesIT {
  /** Where the page has the distribution. */
  private static final String PLACE = "/opt/outrigger";

  /** Where an ELF file says for which machine it is; all three are below 256 and little-endian. */
  private static final int E_MACHINE = 18;

  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void unpack() throws Exception {
    home = Distribution.unpack(folder);
  }

  /** The page's JSON at this place in it, with the distribution where it is here. */
  private String json(int index) throws IOException {
    return here(Document.C_MODULES.blocks("json").get(index));
  }

  private String here(String text) {
    return text.replace(PLACE, home.toString());
  }

  private void shell(String command) throws Exception {
    try (ChildProcess run = Command.start(folder, "sh", "-c", here(command))) {
      run.awaitExit(0);
    }
  }

  private void buildModule() throws Exception {
    Files.writeString(folder.resolve("echo.c"), Document.C_MODULES.blocks("c").get(0));
    shell(Document.C_MODULES.blocks("sh").get(0));
  }

  @Test
  void moduleOfThePageRunsUnderAJavaGateway() throws Exception {
    buildModule();
    Files.writeString(folder.resolve("echo.json"), json(0));
    Files.writeString(folder.resolve("gateway.json"), json(1));
    try (ChildProcess gateway =
        Command.start(
            folder, home.resolve("bin/outrigger").toString(), "gateway", "gateway.json")) {
      gateway.awaitMatch("reading 2: .* printer in process " + gateway.pid());
      gateway.signal("TERM");
      gateway.awaitExit(0);
      assertTrue(gateway.output().contains("echo: outrigger-native-host: "), gateway::output);
    }
  }

  @Test
  void hostThatSomeoneElseStartsEndsBySigterm() throws Exception {
    buildModule();
    Files.writeString(folder.resolve("echo.json"), json(0));
    try (ChildProcess host =
        Command.start(
            folder, home.resolve("bin/outrigger").toString(), "native-host", "echo.json")) {
      host.awaitMatch("libecho.so waits for its gateway at ipc://sockets/echo.host");
      host.signal("TERM");
      host.awaitExit(143);
    }
  }

  @Test
  void javaModuleRunsUnderACGateway() throws Exception {
    Matcher args =
        Pattern.compile("\"args\": (\\{.*\\})\\s*\\}\\s*", Pattern.DOTALL).matcher(json(2));
    assertTrue(args.find());
    Files.writeString(folder.resolve("args.json"), args.group(1));
    Files.writeString(folder.resolve("average.json"), json(3));
    Path tests = Distribution.SOURCES.resolve("native/tests");
    List<String> commands = Document.C_MODULES.blocks("sh");
    shell("cd '" + Distribution.SOURCES + "' && " + commands.get(2));
    String path = tests.resolve("target/plain") + ":" + System.getenv("PATH");
    ProcessBuilder builder = Command.in(folder, "sh", "-c", here(commands.get(3)));
    builder.environment().put("PATH", path);
    try (ChildProcess gateway = Command.start(builder)) {
      gateway.awaitExit(0);
      assertTrue(gateway.lines().contains("published 1 in order"), gateway::output);
      String average =
          "average.process".chars().mapToObj("%02x"::formatted).collect(Collectors.joining());
      gateway.awaitMatch("^message a160.*" + average);
    }
  }

  /** Name of an architecture, its ELF machine number, and the compiler that has it built. */
  @ParameterizedTest
  @CsvSource({
    "x86_64,62,gcc",
    "aarch64,183,aarch64-linux-gnu-gcc",
    "armv7,40,arm-linux-gnueabihf-gcc",
  })
  void whatHasACompilerIsThereWithLicences(String name, int machine, String compiler)
      throws Exception {
    Path architecture = home.resolve("native/linux-" + name);
    boolean forThisMachine = System.getProperty("os.arch").equals("amd64");
    boolean built =
        Files.exists(Path.of("/usr/bin", compiler)) && (forThisMachine || !compiler.equals("gcc"));
    assertEquals(built, Files.exists(architecture));
    if (!Files.exists(architecture)) {
      return;
    }
    for (String file :
        List.of(
            "outrigger-native-host",
            "outrigger-launch",
            "liboutrigger_proxy.so",
            "libnanomsg.so.5")) {
      byte[] elf = Files.readAllBytes(architecture.resolve(file));
      assertEquals(machine, elf[E_MACHINE] & 0xff, file);
    }
    for (String file : List.of("LICENSE-nanomsg.txt", "LICENSE-jansson.txt")) {
      assertTrue(Files.readString(architecture.resolve(file)).contains("Permission"), file);
    }
  }
}
