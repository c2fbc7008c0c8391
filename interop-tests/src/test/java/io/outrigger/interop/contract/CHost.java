package io.outrigger.interop.contract;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A host in C with a module in C, {@code role.c}. Over {@code reqrep} it is {@code
 * outrigger-native-host}; over {@code pair}, which we have no host for in C, it does what one must,
 * see {@code pair/host.c}.
 */
final class CHost implements HostPeer {
  private static final String FILE =
      """
      {"listen.url": "%s", "remote.url": "%s", "module.path": "%s"}
      """;

  @Override
  public String name() {
    return "C host";
  }

  @Override
  public ChildProcess start(Wire wire) throws IOException {
    Path module = Programs.peer("role.so");
    List<String> command =
        wire.protocol() == Protocol.REQREP
            ? List.of(
                Programs.peer("bin/outrigger-native-host").toString(),
                configurationFile(wire, module).toString())
            : List.of(
                Programs.peer("host").toString(),
                wire.controlId().toString(),
                "--fast",
                "--module",
                module.toString());
    return ChildProcess.start(name(), wire.folder(), command);
  }

  /** Writes what {@code outrigger-native-host} is to read. */
  static Path configurationFile(Wire wire, Path module) throws IOException {
    Path file = wire.folder().resolve("host.json");
    return Files.writeString(file, FILE.formatted(wire.hostUrl(), wire.gatewayUrl(), module));
  }
}
