package io.outrigger.interop.mixed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.outrigger.interop.modules.Role;
import io.outrigger.interop.process.JavaPrograms;
import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A C gateway with both proxies in its one process, {@code liboutrigger_proxy.so} and the Java one
 * in a JVM, that uses Debian's libnanomsg itself meanwhile. Each proxy has a host of its own.
 */
@Timeout(180)
class OneProcessTest {
  private static final Path PEERS = Path.of(System.getProperty("outrigger.peers"));
  private static final int MESSAGES = 5000;

  @TempDir Path folder;

  private String url(String name) {
    return "ipc://" + folder.resolve(name);
  }

  private Path hostFile(String name, Path module, String more) throws IOException {
    String keys =
        """
        {"listen.url": "%s", "remote.url": "%s", "module.path": "%s"%s}"""
            .formatted(url(name + ".h"), url(name + ".g"), module, more);
    return Files.writeString(folder.resolve(name + ".json"), keys);
  }

  private ChildProcess javaHost(String name) throws IOException {
    String type = ", \"module.class\": \"" + Role.class.getName() + "\"";
    return JavaPrograms.host(hostFile(name, JavaPrograms.moduleFolder(), type));
  }

  private ChildProcess nativeHost(String name) throws IOException {
    String program = PEERS.resolve("bin/outrigger-native-host").toString();
    Path file = hostFile(name, PEERS.resolve("role.so"), "");
    return ChildProcess.start("native host", folder, List.of(program, file.toString()));
  }

  private String proxyArgs(String name) {
    return """
        {"listen.url": "%s", "remote.url": "%s",
         "module.configuration": {"role": "echo", "record": "%s"}}"""
        .formatted(url(name + ".g"), url(name + ".h"), folder.resolve(name + ".record"));
  }

  /** What {@code java_module_host.c} reads. */
  private String javaArgs(String name) {
    Path library = Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so");
    return String.join(
        "\n",
        library.toString(),
        System.getProperty("java.class.path"),
        "io/outrigger/azure/Proxy",
        proxyArgs(name));
  }

  private static String library(String name) {
    return PEERS.resolve("lib").resolve(name).toString();
  }

  private static String neighbour(Arrangement arrangement) {
    String neighbour = arrangement.neighbour();
    return neighbour.equals("own") ? neighbour : PEERS.resolve(neighbour).toString();
  }

  private ChildProcess gateway(Arrangement arrangement) throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(Bindings.environment(folder));
    command.add(PEERS.resolve(arrangement.program()).toString());
    command.add("" + MESSAGES);
    for (Arrangement.Part part : arrangement.order()) {
      command.addAll(
          switch (part) {
            case NEIGHBOUR -> List.of(neighbour(arrangement), url("neighbour"));
            case PROXY -> List.of(library("liboutrigger_proxy.so"), proxyArgs("c"));
            case JAVA -> List.of(library("libjava_module_host.so"), javaArgs("java"));
          });
    }
    return ChildProcess.start("C gateway", folder, command);
  }

  @ParameterizedTest
  @EnumSource
  void bothProxiesAndAUserOfDebiansLibraryWorkInOneProcess(Arrangement arrangement)
      throws Exception {
    boolean linked = arrangement == Arrangement.LINKED;
    try (ChildProcess cProxysHost = linked ? javaHost("c") : nativeHost("c");
        ChildProcess javaProxysHost = linked ? nativeHost("java") : javaHost("java");
        ChildProcess gateway = gateway(arrangement)) {
      gateway.awaitExit(0);
      for (String module :
          List.of(
              neighbour(arrangement),
              library("liboutrigger_proxy.so"),
              library("libjava_module_host.so"))) {
        String all = "%d of %d came back from %s".formatted(MESSAGES, MESSAGES, module);
        assertEquals(2, gateway.lines(all).size(), gateway::output);
        assertEquals(1, gateway.lines("destroyed " + module).size(), gateway::output);
      }
      cProxysHost.awaitExit(0);
      javaProxysHost.awaitExit(0);
      assertEquals(List.of("start", "destroy"), callsAfterCreate("c"));
      assertEquals(List.of("start", "destroy"), callsAfterCreate("java"));
      Path user = PEERS.resolve(linked ? arrangement.program() : arrangement.neighbour());
      Bindings.of(folder, gateway.pid())
          .requireTwoThatDoNotMeet(PEERS.resolve("lib/libnanomsg.so.5"), user);
    }
  }

  private List<String> callsAfterCreate(String name) throws IOException {
    List<String> calls = Files.readAllLines(folder.resolve(name + ".record"));
    return calls.subList(1, calls.size());
  }
}
