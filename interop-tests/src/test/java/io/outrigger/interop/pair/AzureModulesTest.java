package io.outrigger.interop.pair;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Modules that were compiled against the C gateway's Java API, unmodified and from their own jar,
 * in our host and in our gateway; and a configuration of that gateway, unchanged.
 */
@Timeout(120)
class AzureModulesTest {
  @TempDir Path folder;
  private Peers peers;

  @BeforeEach
  void writeJar() throws IOException {
    peers = new Peers(folder);
    jar(AzureEcho.class, AzureDerivedEcho.class, AzureSource.class);
  }

  private void jar(Class<?>... classes) throws IOException {
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve("modules.jar")))) {
      for (Class<?> type : classes) {
        String file = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(file));
        try (InputStream in = type.getResourceAsStream("/" + file)) {
          in.transferTo(jar);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {AzureEcho.class, AzureDerivedEcho.class})
  void hostRunsThemUnderACGateway(Class<?> type) throws Exception {
    try (Peer host = peers.javaHost(folder.resolve("modules.jar"), type, "");
        Peer gateway = peers.gateway("--fast", "--args", "{\"a\":1}")) {
      gateway.await("started");
      gateway.say("send 500 200").awaitMessages(500, 200);
      gateway.say("destroy").awaitExit(0);
      host.await("module destroyed");
      host.await("module created with {\"a\":1}");
      host.await("module started");
    }
  }

  /** As people wrote it for the C gateway; only the paths are this test's. */
  @ParameterizedTest
  @ValueSource(classes = {AzureEcho.class, AzureDerivedEcho.class})
  void gatewayRunsThemFromAFileOfTheCGateway(Class<?> type) throws Exception {
    try (Peer gateway = javaGateway(javaEntry(type))) {
      gateway.awaitMessages("source: ", 20, 3);
      gateway.await("echo: module created with {\"a\":[1,null]}");
      gateway.signal("TERM").awaitExit(0);
      gateway.await("source: source destroyed");
      gateway.await("echo: module destroyed");
    }
  }

  private String javaEntry(Class<?> type) {
    return """
        {
          "name": "java",
          "entrypoint": {
            "class.name": "%s",
            "class.path": "modules.jar"
          }
        }"""
        .formatted(type.getName().replace('.', '/'));
  }

  @Test
  void gatewayLaunchesACHostFromAFileOfTheCGateway() throws Exception {
    String launch =
        """
        {
          "name": "outprocess",
          "entrypoint": {
            "activation.type": "launch",
            "control.id": "%s",
            "launch": {
              "path": "%s",
              "args": ["%s", "--fast", "--deaf"],
              "grace.period.ms": "2000"
            },
            "timeout": 500
          }
        }"""
            .formatted(peers.controlId(), Peers.program("host"), peers.controlId());
    try (Peer gateway = javaGateway(launch)) {
      gateway.awaitMessages("source: ", 20, 3);
      gateway.signal("TERM").awaitExit(0);
    }
  }

  @Test
  void gatewayWaitsForACHostThatSomebodyElseStarts() throws Exception {
    String none =
        """
        {
          "name": "outprocess",
          "entrypoint": {
            "activation.type": "none",
            "control.id": "%s",
            "message.id": "%s"
          }
        }"""
            .formatted(peers.controlId(), folder.resolve("message"));
    try (Peer gateway = javaGateway(none);
        Peer host = peers.host("--fast")) {
      gateway.awaitMessages("source: ", 20, 3);
      gateway.signal("TERM").awaitExit(0);
      host.await("destroy");
      host.await("create {\"a\":[1,null]}");
    }
  }

  /** A source, {@code args} missing, and an echo with this loader; {@code loaders} as it may be. */
  private Peer javaGateway(String echoLoader) throws IOException {
    String configuration =
        """
        {
          "loaders": [
            {
              "type": "java",
              "name": "java",
              "configuration": {
                "jvm.options": { "library.path": "/usr/lib", "version": 8, "debug": false }
              }
            },
            { "type": "outprocess", "name": "outprocess" }
          ],
          "modules": [
            { "name": "source", "loader": %s },
            { "name": "echo", "loader": %s, "args": { "a": [1, null] } }
          ],
          "links": [
            { "source": "source", "sink": "echo" },
            { "source": "echo", "sink": "source" }
          ]
        }
        """
            .formatted(javaEntry(AzureSource.class), echoLoader);
    Files.writeString(folder.resolve("gateway.json"), configuration);
    return peers.javaGateway("gateway.json");
  }
}
