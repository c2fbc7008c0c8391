package io.outrigger.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.outrigger.host.modules.Echo;
import io.outrigger.host.modules.Unwilling;
import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.ModuleJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nanomsg's own command line client speaks to a host: what is on the wire, byte by byte. */
class NanocatTest {
  private static final byte[] CREATE_REQUEST =
      HexFormat.ofDelimiter(" ")
          .parseHex("01 00 00 00 0f 00 00 00 0b 7b 22 70 6f 72 74 22 3a 20 37 7d");
  private static final byte[] CREATED = HexFormat.ofDelimiter(" ").parseHex("02 00 00 00 01 01");
  private static final byte[] NOT_CREATED =
      HexFormat.ofDelimiter(" ").parseHex("02 00 00 00 01 00");

  @TempDir Path folder;

  private ChildProcess host(Class<?> module) throws IOException {
    new ModuleJar().with(module).declaring(module.getName()).write(folder.resolve("module.jar"));
    Files.writeString(
        folder.resolve("host.json"),
        """
        {"listen.url": "ipc://host", "remote.url": "ipc://gateway", "module.path": "module.jar"}""");
    return HostProcess.start(folder, "host.json");
  }

  /** Sends a request and returns the first bytes of its reply. */
  private byte[] reply(byte[] request, int size) throws IOException {
    Path file = Files.write(folder.resolve("request"), request);
    List<String> command =
        new ArrayList<>(
            List.of("--req", "--connect", "ipc://host", "--raw", "--recv-timeout", "30"));
    command.addAll(List.of("--file", file.toString()));
    Path debian = Path.of(System.getProperty("outrigger.nanomsg.debian"));
    command.add(0, debian.resolve("bin/nanocat").toString());
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LD_LIBRARY_PATH", debian.resolve("lib").toString());
    try (ChildProcess nanocat = ChildProcess.startPiped("nanocat", builder)) {
      return nanocat.standardOutput().readNBytes(size);
    }
  }

  @Test
  void createRequestIsAnsweredWithCreated() throws Exception {
    try (ChildProcess host = host(Echo.class)) {
      host.await("waits for its gateway");
      assertArrayEquals(CREATED, reply(CREATE_REQUEST, CREATED.length));
      host.signal("TERM");
      host.awaitExit(143);
    }
  }

  @Test
  void createRequestIsAnsweredWithNotCreated() throws Exception {
    try (ChildProcess host = host(Unwilling.class)) {
      host.await("waits for its gateway");
      assertArrayEquals(NOT_CREATED, reply(CREATE_REQUEST, NOT_CREATED.length));
      host.awaitExit(3);
    }
  }
}
