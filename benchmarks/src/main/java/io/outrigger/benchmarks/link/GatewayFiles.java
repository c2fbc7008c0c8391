package io.outrigger.benchmarks.link;

import com.google.gson.Gson;
import io.outrigger.benchmarks.link.modules.Probe;
import io.outrigger.benchmarks.link.modules.Remote;
import io.outrigger.benchmarks.process.Endpoints;
import io.outrigger.benchmarks.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The configuration files of a gateway and its hosts: a probe, linked with any number of remote
 * modules in both directions.
 */
public final class GatewayFiles {
  static final String PROBE = "probe";

  private final Endpoints endpoints;
  private final List<Map<String, ?>> modules = new ArrayList<>();
  private final List<Map<String, String>> links = new ArrayList<>();

  /** The files go into the directory of the endpoints. */
  public GatewayFiles(Endpoints endpoints) {
    this.endpoints = endpoints;
    modules.add(inProcess(PROBE, Probe.class));
  }

  /** Adds a module in a host of its own, reached by {@code reqrep}. */
  public void addReqRep(String transport) throws IOException {
    String name = "remote-" + modules.size();
    String gatewayUrl = endpoints.next(transport);
    String hostUrl = endpoints.next(transport);
    Map<String, ?> fork =
        Map.of(
            "host.path", Programs.launcher("outrigger-host"),
            "configuration.path", writeHost(name, hostUrl, gatewayUrl).toString());
    Map<String, ?> arguments =
        Map.of(
            "listen.url", gatewayUrl,
            "remote.url", hostUrl,
            "activation.type", "fork",
            "fork", fork);
    add(name, Map.of("name", name, "loader", Map.of("name", "proxy"), "args", arguments));
  }

  /** Adds a module in a host of its own, reached by {@code pair}, as a C gateway's file says it. */
  public void addPair() {
    String name = "remote-" + modules.size();
    String controlId = endpoints.directory().resolve(name + "-control").toString();
    List<String> arguments =
        List.of(
            "--control-id", controlId,
            "--module-path", Programs.classes().toString(),
            "--module-class", Remote.class.getName());
    Map<String, ?> entrypoint =
        Map.of(
            "activation.type",
            "launch",
            "control.id",
            controlId,
            "message.id",
            endpoints.directory().resolve(name + "-message").toString(),
            "launch",
            Map.of("path", Programs.launcher("outrigger-host"), "args", arguments));
    add(
        name,
        Map.of("name", name, "loader", Map.of("name", "outprocess", "entrypoint", entrypoint)));
  }

  /** Adds the same module in the gateway's process. */
  public void addInProcess() {
    String name = "module-" + modules.size();
    add(name, inProcess(name, Remote.class));
  }

  private static Map<String, ?> inProcess(String name, Class<?> module) {
    Map<String, ?> entrypoint =
        Map.of("class.name", module.getName(), "class.path", Programs.classes().toString());
    return Map.of("name", name, "loader", Map.of("name", "java", "entrypoint", entrypoint));
  }

  private void add(String name, Map<String, ?> module) {
    modules.add(module);
    links.add(Map.of("source", PROBE, "sink", name));
    links.add(Map.of("source", name, "sink", PROBE));
  }

  /** Writes a host's file; returns its path. */
  public Path writeHost(String name, String listenUrl, String remoteUrl) throws IOException {
    Map<String, ?> host =
        Map.of(
            "listen.url",
            listenUrl,
            "remote.url",
            remoteUrl,
            "module.path",
            Programs.classes().toString(),
            "module.class",
            Remote.class.getName());
    return write(name + ".json", host);
  }

  /** Writes the gateway's file; returns its path. */
  public Path writeGateway() throws IOException {
    return write("gateway.json", Map.of("modules", modules, "links", links));
  }

  private Path write(String name, Map<String, ?> content) throws IOException {
    return Files.writeString(endpoints.directory().resolve(name), new Gson().toJson(content));
  }
}
