package io.outrigger.interop.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outrigger.gateway.command.GatewayCommand;
import io.outrigger.host.HostCommand;
import io.outrigger.interop.modules.Frames;
import io.outrigger.interop.modules.Pipe;
import io.outrigger.interop.modules.Role;
import io.outrigger.interop.process.JavaPrograms;
import io.outrigger.module.Message;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Protocol;
import io.outrigger.testsupport.Addresses;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.MountNamespace;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gateway and a host, in Java and in C, that have each other's names or IPv6 addresses. The names
 * are those of mount namespaces, made by unshare(1).
 */
@Timeout(180)
class HostNamesTest {
  private static final String NAME = "peer.test";

  /** glibc gives the addresses of a name in this order. */
  private static final String FIRST = "127.0.0.1";

  private static final String SECOND = "127.0.0.9";

  private static final String GATEWAY_FILE =
      """
      {"modules": [
         {"name": "pipe", "loader": {"name": "java",
            "entrypoint": {"class.name": "%s", "class.path": "%s"}}},
         {"name": "remote", "loader": {"name": "proxy"},
          "args": {"listen.url": "%s", "remote.url": "%s",
                   "module.configuration": {"role": "echo", "record": "%s"}}}],
       "links": [
         {"source": "pipe", "sink": "remote"},
         {"source": "remote", "sink": "pipe"}]}
      """;

  private static final String HOST_FILE =
      """
      {"listen.url": "%s", "remote.url": "%s", "module.path": "%s" %s}
      """;

  private static final String NAMES =
      """
      mount --bind "$1/hosts" /etc/hosts && mount --bind "$1/resolv.conf" /etc/resolv.conf \\
        && mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf && shift && exec "$@"
      """;

  @TempDir Path folder;

  /** Stands before each command; empty as long as the names are the machine's. */
  private List<String> namespace = List.of();

  private final List<ChildProcess> processes = new ArrayList<>();
  private final List<BlackHole> holes = new ArrayList<>();

  /** From here on processes have the test's names. */
  private void haveNames() throws Exception {
    Files.writeString(
        folder.resolve("hosts"), "%s %s\n%s %s\n".formatted(FIRST, NAME, SECOND, NAME));
    Files.writeString(folder.resolve("resolv.conf"), "nameserver " + SECOND + "\n");
    Files.writeString(folder.resolve("nsswitch.conf"), "hosts: files dns\n");
    namespace = MountNamespace.with(NAMES, folder.toString());
  }

  @AfterEach
  void end() throws IOException {
    processes.forEach(ChildProcess::close);
    for (BlackHole hole : holes) {
      hole.close();
    }
  }

  private ChildProcess started(ChildProcess process) {
    processes.add(process);
    return process;
  }

  private List<String> among(List<String> command) {
    return Stream.concat(namespace.stream(), command.stream()).toList();
  }

  private ChildProcess host(String kind, String listen, String remote) throws IOException {
    boolean java = kind.equals("Java");
    Path peers = Path.of(System.getProperty("outrigger.peers"));
    Path file = folder.resolve("host.json");
    Files.writeString(
        file,
        HOST_FILE.formatted(
            listen,
            remote,
            java ? JavaPrograms.moduleFolder() : peers.resolve("role.so"),
            java ? ", \"module.class\": \"" + Role.class.getName() + "\"" : ""));
    List<String> command =
        java
            ? JavaPrograms.command(HostCommand.class, file)
            : List.of(peers.resolve("bin/outrigger-native-host").toString(), file.toString());
    return started(ChildProcess.start(kind + " host", folder, among(command)));
  }

  private ChildProcess gateway(String listen, String remote) throws IOException {
    Path file = folder.resolve("gateway.json");
    Files.writeString(
        file,
        GATEWAY_FILE.formatted(
            Pipe.class.getName(),
            JavaPrograms.moduleFolder(),
            listen,
            remote,
            folder.resolve("record")));
    List<String> command = JavaPrograms.command(GatewayCommand.class, file);
    return started(ChildProcess.startPiped("gateway", folder, among(command)));
  }

  private static void requireEcho(ChildProcess gateway) throws IOException {
    Message message = Message.of(new byte[] {1, 2, 3});
    gateway.standardInput().write(Frames.encode(message));
    gateway.standardInput().flush();
    assertEquals(
        message,
        Frames.read(new DataInputStream(gateway.standardOutput())),
        () -> gateway + " says:\n" + gateway.output());
  }

  private static List<Integer> freePorts() {
    return Addresses.freePorts(SECOND, 2);
  }

  /** At an address that is there and says nothing: the kernel answers no further connection. */
  private static final class BlackHole {
    private static final int MILLIS = 200;

    private final ServerSocket socket = new ServerSocket();
    private final List<Socket> waiting = new ArrayList<>();

    BlackHole(int port) throws IOException {
      socket.bind(new InetSocketAddress(FIRST, port), 1);
      boolean full = false;
      while (!full) {
        Socket one = new Socket();
        waiting.add(one);
        try {
          one.connect(socket.getLocalSocketAddress(), MILLIS);
        } catch (SocketTimeoutException e) {
          full = true;
        }
      }
    }

    void close() throws IOException {
      for (Socket one : waiting) {
        one.close();
      }
      socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Java", "C"})
  void anAddressThatSaysNothingIsNotTheOnlyOneTried(String kind) throws Exception {
    haveNames();
    List<Integer> ports = freePorts();
    for (int port : ports) {
      holes.add(new BlackHole(port));
    }
    host(kind, url(SECOND, ports.get(0)), url(NAME, ports.get(1)));
    requireEcho(gateway(url(SECOND, ports.get(1)), url(NAME, ports.get(0))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Java", "C"})
  void peersMeetOverIpv6(String kind) throws Exception {
    assumeTrue(hasIpv6(), "there is no ::1 here");
    List<Integer> ports = freePorts();
    host(kind, url("[::1]", ports.get(0)), url("[::1]", ports.get(1)));
    requireEcho(gateway(url("[::1]", ports.get(1)), url("[::1]", ports.get(0))));
  }

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static String url(String host, int port) {
    return "tcp://" + host + ":" + port;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Java", "C"})
  void aStrangerInPlaceOfTheGatewayIsTold(String kind) throws Exception {
    List<Integer> ports = freePorts();
    try (NanoSocket stranger = NanoSocket.open(Protocol.PUB)) {
      stranger.bind(url(SECOND, ports.get(1)));
      ChildProcess host = host(kind, url(SECOND, ports.get(0)), url(SECOND, ports.get(1)));
      host.await("what listens there is no end of a session: check the address on both sides");
    }
  }

  /** Its port is root's. */
  private static DatagramSocket nameServer() throws IOException {
    try {
      return new DatagramSocket(new InetSocketAddress(SECOND, 53));
    } catch (BindException e) {
      assertNull(System.getenv("CI"), e::toString);
      return abort("the port of name servers can't be bound: " + e.getMessage());
    }
  }

  /** A name server that gets the question and never answers. */
  @ParameterizedTest
  @ValueSource(strings = {"Java", "C"})
  void aSilentNameServerHoldsUpNoStop(String kind) throws Exception {
    haveNames();
    List<Integer> ports = freePorts();
    try (DatagramSocket server = nameServer()) {
      ChildProcess host = host(kind, url(SECOND, ports.get(0)), url("silent.test", ports.get(1)));
      server.setSoTimeout((int) Await.DEADLINE.toMillis());
      server.receive(new DatagramPacket(new byte[512], 512));
      host.signal("TERM");
      // The resolver would ask on for ten seconds.
      assertTrue(host.endsWithin(Duration.ofSeconds(6)), host::output);
    }
  }
}
