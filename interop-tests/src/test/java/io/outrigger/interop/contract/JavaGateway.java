package io.outrigger.interop.contract;

import io.outrigger.gateway.command.GatewayCommand;
import io.outrigger.interop.modules.Pipe;
import io.outrigger.interop.process.JavaPrograms;
import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code outrigger gateway}, with its loader {@code proxy} or {@code outprocess}. */
final class JavaGateway implements GatewayPeer {
  private static final String FILE =
      """
      {"modules": [
         {"name": "pipe", "loader": {"name": "java",
            "entrypoint": {"class.name": "%s", "class.path": "%s"}}},
         {"name": "remote", %s}],
       "links": [
         {"source": "pipe", "sink": "remote", "timeout.ms": 60000},
         {"source": "remote", "sink": "pipe", "timeout.ms": 60000}]}
      """;

  private static final String PROXY =
      """
      "loader": {"name": "proxy"},
      "args": {"listen.url": "%s", "remote.url": "%s", "module.configuration": %s,
               "reconnect.timeout.ms": 60000}""";

  private static final String OUTPROCESS =
      """
      "loader": {"name": "outprocess", "entrypoint": {"activation.type": "none",
                 "control.id": "%s", "message.id": "%s", "reconnect.timeout.ms": 60000}},
      "args": %s""";

  @Override
  public String name() {
    return "Java gateway";
  }

  @Override
  public ChildProcess start(Wire wire, String configuration) throws IOException {
    String remote =
        wire.protocol() == Protocol.REQREP
            ? PROXY.formatted(wire.gatewayUrl(), wire.hostUrl(), configuration)
            : OUTPROCESS.formatted(wire.controlId(), wire.messageId(), configuration);
    Path file = wire.folder().resolve("gateway.json");
    Files.writeString(
        file, FILE.formatted(Pipe.class.getName(), JavaPrograms.moduleFolder(), remote));
    return ChildProcess.startPiped(
        name(), wire.folder(), JavaPrograms.command(GatewayCommand.class, file));
  }
}
