package io.outrigger.interop.peers;

import io.outrigger.protocol.reqrep.ReqRepSettings;
import io.outrigger.protocol.reqrep.WindowLimits;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;
import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The plain C programs, and the addresses where they meet the links. */
record PlainPeers(Path folder) {
  private static final Path PROGRAMS = Path.of(System.getProperty("outrigger.peers"));
  private static final int HEX_FIELD = 3;

  String gatewayUrl() {
    return "ipc://" + folder.resolve("gateway");
  }

  String hostUrl() {
    return "ipc://" + folder.resolve("host");
  }

  /**
   * @param silence after which a peer counts as plain or is asked again
   */
  ReqRepSettings gateway(Duration silence) {
    return settings(gatewayUrl(), hostUrl(), silence);
  }

  ReqRepSettings host(Duration silence) {
    return settings(hostUrl(), gatewayUrl(), silence);
  }

  static ReqRepSettings settings(String listen, String remote, Duration silence) {
    WindowLimits limits = new WindowLimits(256, 1 << 20, silence, 1000);
    return new ReqRepSettings(listen, remote, 1 << 20, limits, Duration.ofMinutes(5));
  }

  /** A receiver that has bound its address; its kinds are described in {@code plain_receiver.c}. */
  ChildProcess receiver(String url, String kind) throws IOException {
    ChildProcess receiver = program("plain_receiver", url, kind);
    receiver.await("bound ");
    return receiver;
  }

  /** A sender; its arguments are described in {@code plain_sender.c}. */
  ChildProcess sender(String url, String way, int count, String packets, int resendMillis)
      throws IOException {
    return program("plain_sender", url, way, "" + count, packets, "" + resendMillis);
  }

  private ChildProcess program(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(PROGRAMS.resolve(name).toString());
    command.addAll(List.of(arguments));
    return ChildProcess.start(name, folder, command);
  }

  /** The numbers of the messages that a receiver has told of, in packets of this type. */
  static List<Integer> numbers(ChildProcess receiver, PacketType type) throws WireException {
    List<Integer> numbers = new ArrayList<>();
    for (String line : receiver.lines("packet " + type.code() + " ")) {
      byte[] data = HexFormat.of().parseHex(line.split(" ")[HEX_FIELD]);
      numbers.add(Arrivals.number(MessageDecoder.decode(data, 0, data.length)));
    }
    return numbers;
  }

  /** Ends a program by its standard input, and waits until it is gone. */
  static void end(ChildProcess program) throws IOException, InterruptedException {
    program.endInput();
    program.awaitExit(0);
  }
}
