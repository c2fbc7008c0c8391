package io.outrigger.benchmarks.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Addresses that nothing else uses, for ipc in a directory of their own. */
public final class Endpoints implements AutoCloseable {
  private final Path directory;
  private int count;

  public Endpoints() throws IOException {
    // Of mode 0700, as the ipc sockets in it should be nobody else's.
    directory = Files.createTempDirectory("outrigger-bench");
  }

  /** A new address for this transport, {@code ipc} or {@code tcp}. */
  public String next(String transport) throws IOException {
    if (transport.equals("ipc")) {
      return "ipc://" + directory.resolve("socket-" + ++count);
    }
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "tcp://127.0.0.1:" + free.getLocalPort();
    }
  }

  /** A directory for other files, deleted with this object as far as they lie in it directly. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
