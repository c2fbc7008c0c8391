package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.MountNamespace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native libraries lie in the distribution as files, and are loaded from there. */
class NativeFilesIT {
  private static final Path NATIVE = Distribution.HOME.resolve("native");

  /** Debian's own libnanomsg, which native/nanomsg/fetch.sh brings. */
  private static final Path DEBIANS =
      Distribution.SOURCES
          .resolve("native/nanomsg/target/debian/lib/libnanomsg.so.5")
          .toAbsolutePath()
          .normalize();

  /**
   * One folder can be written, and nothing can be executed in it; /tmp and all else is read-only.
   */
  private static final String READ_ONLY =
      """
      set -e
      mount -t tmpfs tmpfs /mnt
      cp -R "$1" /mnt/outrigger
      mkdir /mnt/work
      awk '{ print $2, $3 }' /proc/self/mounts | while read -r folder type; do
        case $type in
          proc | sysfs | cgroup* | devpts | mqueue) ;;
          *) mount -o remount,bind,ro "$folder" 2> /dev/null || : ;;
        esac
      done
      mount -t tmpfs -o noexec,mode=700 tmpfs /mnt/work
      mount -t tmpfs -o noexec,ro tmpfs /tmp
      for folder in / /mnt /tmp /var/tmp; do
        if touch "$folder/written" 2> /dev/null; then
          echo "$folder can be written" >&2
          exit 1
        fi
      done
      export TMPDIR=/mnt/work
      unset HOME
      cd /
      shift
      status=0
      "$@" || status=$?
      echo "left over: $(ls -A /mnt/work)"
      exit $status
      """;

  /** Prints the version of the native library that the jffi it brings has loaded, and calls it. */
  private static final String MODULE =
      """
      import com.kenai.jffi.*;
      import io.outrigger.module.*;
      import java.lang.reflect.Method;

      public final class OtherJffi implements GatewayModule {
        @Override
        public void create(Broker broker, String configuration) throws Exception {
          Class<?> foreign = Class.forName("com.kenai.jffi.Foreign");
          Method instance = foreign.getDeclaredMethod("getInstance");
          Method version = foreign.getDeclaredMethod("getVersion");
          instance.setAccessible(true);
          version.setAccessible(true);
          int found = (Integer) version.invoke(instance.invoke(null));
          long getpid = Library.getDefault().getSymbolAddress("getpid");
          Function function = new Function(getpid, Type.SINT32);
          int pid = Invoker.getInstance().invokeInt(function, new HeapInvocationBuffer(function));
          System.out.println("native " + Integer.toHexString(found) + " in process " + pid);
        }

        @Override
        public void receive(Message message) {}
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeConfiguration() throws IOException {
    writeHost(Distribution.sample("outrigger-samples.jar"), "io.outrigger.samples.Sensor");
  }

  private void writeHost(Path module, String type) throws IOException {
    Files.writeString(
        folder.resolve("host.json"),
        """
        {
          "listen.url": "ipc://host", "remote.url": "ipc://gateway",
          "module.path": "%s", "module.class": "%s"
        }
        """
            .formatted(module, type));
  }

  private static List<Path> under(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().equals(name)).sorted().toList();
    }
  }

  /** The native libraries of a host that runs with these options, as its memory map names them. */
  private List<String> mapped(String options) throws Exception {
    ProcessBuilder host = Command.in(folder, Distribution.command("outrigger-host"), "host.json");
    host.environment().put("OUTRIGGER_JAVA_OPTS", options);
    try (ChildProcess run = Command.start(host)) {
      run.awaitMatch("waits for its gateway");
      try (Stream<String> lines = Files.lines(Path.of("/proc/" + run.pid() + "/maps"))) {
        return lines
            .filter(line -> line.matches(".*/[^/]*(nanomsg|jffi)[^/]*\\.so.*"))
            .map(line -> line.substring(line.indexOf('/')))
            .distinct()
            .sorted()
            .toList();
      }
    }
  }

  private static String nanomsg() throws IOException {
    String machine =
        System.getProperty("os.arch").replace("amd64", "x86_64").replace("arm", "armv7");
    return NATIVE.resolve("linux-" + machine + "/libnanomsg.so.5").toRealPath().toString();
  }

  private static String jffi() throws IOException {
    String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
    return NATIVE.resolve("jni/" + machine + "-Linux/libjffi-1.2.so").toRealPath().toString();
  }

  @Test
  void bothLieThereForEachArchitecture() throws Exception {
    List<Path> jffis = under(NATIVE, "libjffi-1.2.so");
    assertEquals(
        Stream.of("aarch64", "arm", "x86_64")
            .map(machine -> NATIVE.resolve("jni/" + machine + "-Linux/libjffi-1.2.so"))
            .toList(),
        jffis);
    assertTrue(Files.isRegularFile(Path.of(nanomsg())));
    Path archive = Distribution.unpack(folder).resolve("native");
    assertEquals(jffis.size(), under(archive, "libjffi-1.2.so").size());
  }

  @Test
  void theyAreLoadedFromThere() throws Exception {
    assertEquals(List.of(jffi(), nanomsg()), mapped(""));
  }

  @Test
  void aDirectoryToUnpackToWinsForBoth() throws Exception {
    Path chosen = folder.resolve("chosen").toAbsolutePath();
    List<String> mapped = mapped("-Doutrigger.nanomsg.directory=" + chosen);
    assertEquals(2, mapped.size(), mapped::toString);
    mapped.forEach(file -> assertTrue(file.startsWith(chosen + "/"), file));
  }

  @Test
  void placesForJffiAloneWin() throws Exception {
    List<String> unpacked = new ArrayList<>(mapped("-Djffi.extract.dir=" + folder));
    assertTrue(unpacked.remove(nanomsg()), unpacked::toString);
    assertTrue(unpacked.get(0).startsWith(folder + "/jffi"), unpacked::toString);
    Path copy = Files.copy(Path.of(jffi()), folder.resolve("libjffi-1.2.so"));
    assertTrue(mapped("-Djffi.boot.library.path=" + folder).contains(copy.toString()));
  }

  @Test
  void aNamedLibraryWins() throws Exception {
    Path copy = Files.copy(Path.of(nanomsg()), folder.resolve("my-nanomsg.so"));
    assertEquals(
        Stream.of(jffi(), copy.toString()).sorted().toList(),
        mapped("-Doutrigger.nanomsg.library=" + copy).stream().sorted().toList());
  }

  @Test
  void demoRunsWithNoexecTmpNoHomeAndReadOnlyRoot() throws Exception {
    try (ChildProcess demo = Command.start(unshared("/mnt/outrigger/bin/outrigger", "demo"))) {
      demo.awaitExit(0);
      assertTrue(demo.output().contains("20 published, 20 handled"), demo::output);
      assertEquals("left over: ", demo.lastLine(), demo::output);
    }
  }

  /** The command in a mount namespace of its own, where no library but ours may be loaded. */
  private ProcessBuilder unshared(String... command) throws Exception {
    List<String> line =
        new ArrayList<>(MountNamespace.with(READ_ONLY, Distribution.HOME.toString()));
    line.addAll(List.of(command));
    ProcessBuilder builder = Command.in(folder, line.toArray(new String[0]));
    builder.environment().put("OUTRIGGER_JAVA_OPTS", "-Doutrigger.nanomsg.system=false");
    return builder;
  }

  private static void tool(String name, String... arguments) {
    assertEquals(
        0, ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments));
  }

  /** A module's jar, which names jffi 1.3.9 and its native jar in its Class-Path. */
  private Path moduleWithItsOwnJffi() throws IOException {
    String others = System.getProperty("outrigger.other.jffi");
    List<String> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(others))) {
      files.sorted().forEach(file -> jars.add(file.toString()));
    }
    assertEquals(2, jars.size(), others);
    List<String> path = new ArrayList<>(jars);
    try (Stream<Path> files = Files.list(Distribution.HOME.resolve("lib"))) {
      files
          .filter(file -> file.getFileName().toString().startsWith("module-api-"))
          .forEach(file -> path.add(file.toString()));
    }
    Path source = Files.writeString(folder.resolve("OtherJffi.java"), MODULE);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    tool(
        "javac",
        "-cp",
        String.join(File.pathSeparator, path),
        "-d",
        classes.toString(),
        source.toString());
    List<String> names = new ArrayList<>();
    for (String jar : jars) {
      names.add(Path.of(jar).getFileName().toString());
      Files.copy(Path.of(jar), folder.resolve(Path.of(jar).getFileName()));
    }
    Path manifest =
        Files.writeString(
            folder.resolve("manifest"), "Class-Path: " + String.join(" ", names) + "\n");
    Path module = folder.resolve("other.jar");
    tool("jar", "-cfm", module.toString(), manifest.toString(), "-C", classes.toString(), ".");
    return module;
  }

  @Test
  void aModuleHasTheNativeLibraryOfItsOwnJffi() throws Exception {
    Path module = moduleWithItsOwnJffi();
    writeHost(module, "OtherJffi");
    Files.writeString(
        folder.resolve("gateway.json"),
        """
        {
          "modules": [
            {
              "name": "here",
              "loader": {
                "name": "java",
                "entrypoint": { "class.name": "OtherJffi", "class.path": "%s" }
              }
            },
            {
              "name": "there",
              "loader": { "name": "proxy" },
              "args": {
                "listen.url": "ipc://gateway", "remote.url": "ipc://host",
                "activation.type": "fork",
                "fork": { "host.path": "%s", "configuration.path": "host.json" }
              }
            }
          ],
          "links": []
        }
        """
            .formatted(module, Distribution.command("outrigger-host")));
    try (ChildProcess gateway =
        Command.start(folder, Distribution.command("outrigger"), "gateway", "gateway.json")) {
      gateway.awaitMatch("gateway started: 2 modules");
      // 1.2.0 is that of jffi 1.3.9; ours has 1.2.8.
      gateway.awaitMatch("native 10200 in process " + gateway.pid());
      long host = Long.parseLong(gateway.awaitMatch("there: runs .* as process (\\d+)"));
      gateway.awaitMatch("native 10200 in process " + host);
      gateway.signal("TERM");
      gateway.awaitExit(0);
    }
  }

  @Test
  void eachProcessTellsOnceTheLimitsOfALibraryThatIsNotOurs() throws Exception {
    ProcessBuilder command = Command.in(folder, Distribution.command("outrigger"), "demo");
    command.environment().put("OUTRIGGER_DEMO_KEEP", "all");
    try (ChildProcess demo = Command.start(withDebians(command))) {
      demo.awaitExit(0);
      List<String> told =
          demo.lines().stream().filter(line -> line.contains(DEBIANS.toString())).toList();
      assertEquals(3, told.size(), demo::output);
      told.forEach(line -> assertTrue(line.contains("can end this process"), line));
    }
    try (ChildProcess host =
        Command.start(
            withDebians(Command.in(folder, Distribution.command("outrigger-host"), "host.json")))) {
      assertTrue(host.awaitMatch(".*" + DEBIANS + ".*").contains(" WARN "), host::output);
    }
  }

  private static ProcessBuilder withDebians(ProcessBuilder builder) {
    builder.environment().put("OUTRIGGER_JAVA_OPTS", "-Doutrigger.nanomsg.library=" + DEBIANS);
    return builder;
  }
}
