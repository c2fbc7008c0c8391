package io.outrigger.interop.contract;

import io.outrigger.interop.modules.Role;
import io.outrigger.interop.process.JavaPrograms;
import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code outrigger host} with a module in Java. */
final class JavaHost implements HostPeer {
  private static final String FILE =
      """
      {%s, "module.path": "%s", "module.class": "%s"}
      """;

  @Override
  public String name() {
    return "Java host";
  }

  @Override
  public ChildProcess start(Wire wire) throws IOException {
    String link =
        wire.protocol() == Protocol.REQREP
            ? "\"listen.url\": \"%s\", \"remote.url\": \"%s\""
                .formatted(wire.hostUrl(), wire.gatewayUrl())
            : "\"control.id\": \"%s\", \"on.gateway.gone\": \"exit\", \"reattach.after.ms\": 1500"
                .formatted(wire.controlId());
    Path file = wire.folder().resolve("host.json");
    Files.writeString(
        file, FILE.formatted(link, JavaPrograms.moduleFolder(), Role.class.getName()));
    return JavaPrograms.host(file);
  }

  /** Over pair by its configuration: {@code on.gateway.gone}. */
  @Override
  public boolean endsWithRefusal(Protocol protocol) {
    return true;
  }
}
