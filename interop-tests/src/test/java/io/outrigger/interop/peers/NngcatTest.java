package io.outrigger.interop.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.outrigger.testsupport.Addresses;
import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host link as {@code nngcat --req} sees it, with packets as docs/wire-format.md has them. */
@Timeout(120)
@DisabledIfSystemProperty(named = "outrigger.nngcat.skip", matches = "true")
class NngcatTest {
  /** CREATE_REQUEST with the configuration {@code null}. */
  private static final String CREATE = "01 00000008 00000004 6e756c6c";

  /** MESSAGE_RECEIVE: one property, {@code n=7}, and the content {@code 7}. */
  private static final String MESSAGE = "03 00000013 a160 00000013 00000001 6e00 3700 00000001 37";

  private static final String CREATED = "\"\\x02\\x00\\x00\\x00\\x01\\x01\"";
  private static final String REFUSED = "\"\\x02\\x00\\x00\\x00\\x01\\x00\"";
  private static final String EMPTY = "\"\"";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ipc", "tcp"})
  void nngcatCreatesAModuleAndHasItReceive(String transport) throws Exception {
    String url = transport.equals("ipc") ? "ipc://" + folder.resolve("host") : Addresses.tcp();
    String nobody = "ipc://" + folder.resolve("gateway");
    try (HostEnd host = new HostEnd(PlainPeers.settings(url, nobody, Duration.ofSeconds(1)))) {
      assertEquals(REFUSED, request(url, MESSAGE));
      assertEquals(List.of(), host.configurations);

      assertEquals(CREATED, request(url, CREATE));
      assertEquals(List.of("null"), host.configurations);
      assertEquals(List.of(), host.arrivals.ofPlain());

      assertEquals(EMPTY, request(url, MESSAGE));
      assertEquals(List.of(7), host.arrivals.ofPlain());
      assertEquals(EMPTY, request(url, MESSAGE));
      assertEquals(List.of(7, 7), host.arrivals.ofPlain());
    }
  }

  /** The reply to a packet, as {@code nngcat --hex} prints it. */
  private String request(String url, String packet) throws IOException, InterruptedException {
    Path file = folder.resolve("packet");
    Files.write(file, HexFormat.of().parseHex(packet.replace(" ", "")));
    List<String> command =
        List.of(
            System.getProperty("outrigger.nngcat"),
            "--req",
            "--dial",
            url,
            "--hex",
            "--recv-timeout",
            "30",
            "--file",
            file.toString());
    try (ChildProcess nngcat = ChildProcess.start("nngcat", folder, command)) {
      nngcat.awaitExit(0);
      return nngcat.output();
    }
  }
}
