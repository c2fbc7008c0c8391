package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documented programs, started as documented, print what they should, and no warning. */
@Timeout(120)
class DocumentationIT {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir Path directory;

  static List<Documentation.Program> programs() throws IOException {
    return Documentation.programs();
  }

  private static Documentation.Program program(String name) throws IOException {
    return programs().stream().filter(each -> each.name().equals(name)).findAny().orElseThrow();
  }

  @Test
  void thereIsAProgramForEachPattern() throws IOException {
    String all =
        programs().stream().map(Documentation.Program::source).collect(Collectors.joining());
    for (Protocol protocol : Protocol.values()) {
      assertTrue(all.contains("Protocol." + protocol + ")"), protocol.name());
    }
  }

  /** Its threads would be in the library while the peer is closed, which inproc doesn't survive. */
  @Test
  void noDeviceIsShownOverInproc() throws IOException {
    for (Documentation.Program program : programs()) {
      assertFalse(
          program.source().contains("NanoDevice") && program.source().contains("inproc:"),
          program.name());
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aProgramPrintsWhatTheTextSays(Documentation.Program program) throws Exception {
    Documentation.compile(program, directory, "-cp", CLASS_PATH);
    runsOnClassPath(program, Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  @Test
  void noJdkOfThisMachineWarns() throws Exception {
    Documentation.Program program = program("Pipeline");
    Documentation.compile(program, directory, "-cp", CLASS_PATH);
    Map<Integer, Path> jdks = Jdks.executables();
    System.out.println("started on JDK " + jdks.keySet());
    for (Path java : jdks.values()) {
      runsOnClassPath(program, java);
    }
  }

  private void runsOnClassPath(Documentation.Program program, Path java) throws Exception {
    runs(
        program,
        java.toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        CLASS_PATH + File.pathSeparator + directory,
        program.name());
  }

  private void runs(Documentation.Program program, String... command) throws Exception {
    try (ChildProcess process =
        ChildProcess.startPiped(program.name(), directory, List.of(command))) {
      String output = new String(process.standardOutput().readAllBytes());
      assertEquals("", process.awaitExit(0), () -> String.join(" ", command));
      assertEquals(program.output(), output);
    }
  }

  @Test
  void aModuleRunsOnTheModulePath() throws Exception {
    Documentation.Program ask = program("Ask");
    Path sources = Files.createDirectories(directory.resolve("sources"));
    Files.writeString(
        sources.resolve("module-info.java"), "module demo { requires io.outrigger.nanomsg; }");
    Documentation.Program inPackage =
        new Documentation.Program(
            "Ask", "package demo;\n" + ask.source().replace("class Ask", "public class Ask"), "");
    String modules = modulePath();
    Documentation.compile(
        inPackage,
        sources,
        "-p",
        modules,
        "-Xlint:-requires-automatic",
        sources.resolve("module-info.java").toString());
    for (Path java : Jdks.executables().values()) {
      runs(
          ask,
          java.toString(),
          "--enable-native-access=org.jnrproject.jffi",
          "--add-modules",
          "ALL-MODULE-PATH",
          "-p",
          modules + File.pathSeparator + sources,
          "-m",
          "demo/demo.Ask");
    }
  }

  /** The jars that the binding needs, itself among them. */
  private static String modulePath() {
    String jars =
        Stream.of(CLASS_PATH.split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .filter(entry -> entry.matches(".*/(java-binding|nanomsg|jnr|jffi|asm)[^/]*"))
            .collect(Collectors.joining(File.pathSeparator));
    assertTrue(jars.contains("java-binding"), jars);
    return jars;
  }

  @Test
  void aJarWhoseManifestAsksForNativeAccessNeedsNoOption() throws Exception {
    Documentation.Program ask = program("Ask");
    Documentation.compile(ask, directory, "-cp", CLASS_PATH);
    Path jar = directory.resolve("ask.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "Ask");
    attributes.put(new Attributes.Name("Enable-Native-Access"), "ALL-UNNAMED");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(modulePath().split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("Ask.class"));
      out.write(Files.readAllBytes(directory.resolve("Ask.class")));
    }
    for (Path java : Jdks.executables().values()) {
      runs(ask, java.toString(), "-jar", jar.toString());
    }
  }

  @Test
  void everyOptionIsInTheTable() throws IOException {
    String text = Files.readString(Path.of(System.getProperty("outrigger.documentation")));
    List<String> missing = new ArrayList<>();
    for (var field : SocketOption.class.getFields()) {
      if (!text.contains("`" + field.getName() + "`")
          && !text.contains("SocketOption." + field.getName())) {
        missing.add(field.getName());
      }
    }
    assertEquals(List.of(), missing);
  }
}
