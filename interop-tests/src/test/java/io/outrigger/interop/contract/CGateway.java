package io.outrigger.interop.contract;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A gateway in C. Over {@code reqrep} it has {@code liboutrigger_proxy.so}, see {@code
 * proxied_gateway.c}; over {@code pair}, which we have no gateway for in C, it does what the one
 * does that exists, see {@code pair/gateway.c}.
 */
final class CGateway implements GatewayPeer {
  private static final String ARGS =
      """
      {"listen.url": "%s", "remote.url": "%s", "module.configuration": %s,
       "reconnect.timeout.ms": 60000}
      """;

  @Override
  public String name() {
    return "C gateway";
  }

  @Override
  public ChildProcess start(Wire wire, String configuration) throws IOException {
    String args = inAscii(configuration);
    List<String> command =
        wire.protocol() == Protocol.REQREP
            ? List.of(
                Programs.peer("proxied_gateway").toString(),
                Programs.peer("lib/liboutrigger_proxy.so").toString(),
                ARGS.formatted(wire.gatewayUrl(), wire.hostUrl(), args))
            : List.of(
                Programs.peer("gateway").toString(),
                wire.controlId().toString(),
                "ipc://" + wire.messageId(),
                "--args",
                args,
                "--fast",
                "--pipe");
    return ChildProcess.startPiped(name(), wire.folder(), command);
  }

  /** The same JSON: in other characters than ASCII an argument depends on the locale. */
  private static String inAscii(String json) {
    return json.chars()
        .mapToObj(c -> c < 0x80 ? "" + (char) c : "\\u%04x".formatted(c))
        .collect(Collectors.joining());
  }
}
