package io.outrigger.interop.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All pairs of peers. */
final class Pairs {
  private static final List<GatewayPeer> GATEWAYS = List.of(new JavaGateway(), new CGateway());
  private static final List<HostPeer> HOSTS = List.of(new JavaHost(), new CHost());
  private static final Pair EMULATED =
      new Pair(new JavaGateway(), new EmulatedHost(), Protocol.REQREP, Transport.IPC);

  private static final String NO_TCP =
      "`pair` has no tcp: a host binds `ipc://` and the `control.id`, and `message.id` becomes an"
          + " ipc address as well; no configuration of the C gateway names another.";

  private static final boolean HAS_EMULATOR =
      System.getProperty("os.arch").equals("amd64")
          && !Boolean.getBoolean("outrigger.aarch64.skip");
  private static final String NO_EMULATOR =
      "The emulator is fetched for x86_64 alone, and only unless `outrigger.aarch64.skip` is set.";

  private Pairs() {}

  private static List<Pair> all() {
    List<Pair> all = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (GatewayPeer gateway : GATEWAYS) {
        for (HostPeer host : HOSTS) {
          for (Transport transport : List.of(Transport.IPC, Transport.TCP)) {
            all.add(new Pair(gateway, host, protocol, transport));
          }
        }
      }
    }
    all.add(EMULATED);
    return all;
  }

  /** What keeps a pair from being, if anything. */
  private static Optional<String> obstacle(Pair pair) {
    if (pair.protocol() == Protocol.PAIR && pair.transport() == Transport.TCP) {
      return Optional.of(NO_TCP);
    }
    return pair == EMULATED && !HAS_EMULATOR ? Optional.of(NO_EMULATOR) : Optional.empty();
  }

  /** Those that can be; only those whose name holds {@code outrigger.contract.pairs}, if set. */
  static Stream<Pair> possible() {
    String wanted = System.getProperty("outrigger.contract.pairs", "");
    return all().stream()
        .filter(pair -> obstacle(pair).isEmpty())
        .filter(pair -> pair.toString().contains(wanted));
  }

  /** Those that can't be, and why. */
  static Map<String, String> impossible() {
    Map<String, String> why = new LinkedHashMap<>();
    all().forEach(pair -> obstacle(pair).ifPresent(o -> why.put(pair.toString(), o)));
    return why;
  }
}
