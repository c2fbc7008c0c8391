package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works as it stands there. */
class ReadmeIT {
  @TempDir Path folder;

  private static void tool(String name, String... arguments) {
    assertEquals(
        0, ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments));
  }

  /** Compiles the module as its author would, and packs it into a jar. */
  private void buildModule() throws IOException {
    Path source = folder.resolve("Threshold.java");
    Files.writeString(source, Document.README.blocks("java").get(0));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    tool("javac", "-cp", api(), "-d", classes.toString(), source.toString());
    tool("jar", "-cf", folder.resolve("threshold.jar").toString(), "-C", classes.toString(), ".");
  }

  private static String api() throws IOException {
    try (Stream<Path> jars = Files.list(Distribution.HOME.resolve("lib"))) {
      return jars.map(Path::toString)
          .filter(jar -> jar.matches(".*/module-api-[^/]*\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void bothConfigurationsRunTheModule() throws Exception {
    buildModule();
    List<String> configurations = Document.README.blocks("json");
    Files.writeString(folder.resolve("gateway.json"), configurations.get(0));
    Files.writeString(folder.resolve("host.json"), configurations.get(1));
    ProcessBuilder builder =
        Command.in(folder, Distribution.command("outrigger"), "gateway", "gateway.json");
    builder
        .environment()
        .compute("PATH", (name, path) -> Distribution.HOME.resolve("bin") + ":" + path);
    try (ChildProcess gateway = Command.start(builder)) {
      gateway.awaitMatch("severe: .*com.example.Threshold is created");
      gateway.awaitMatch("gateway started: 2 modules, 1 links");
      gateway.signal("TERM");
      gateway.awaitExit(0);
      assertTrue(gateway.lines().stream().noneMatch(line -> line.contains("WARN")));
    }
  }

  @Test
  void itsTwoCommandsAreThere() throws Exception {
    for (String command : List.of("demo", "test")) {
      assertTrue(Document.README.text().contains("\n./outrigger " + command + " "));
    }
    try (ChildProcess help =
        Command.start(folder, Distribution.SOURCES.resolve("outrigger").toString(), "help")) {
      help.awaitExit(0);
      assertTrue(help.output().contains("outrigger demo"), help::output);
      assertTrue(help.output().contains("outrigger test"), help::output);
    }
  }
}
