package io.outrigger.proxy;

import io.outrigger.protocol.LinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files behind a proxy's addresses, if they are {@code ipc://}. Whoever may connect to such a
 * socket can end the process that listens (nanomsg aborts on a frame of an unknown type), so it
 * belongs into a folder that is its owner's alone.
 */
record Sockets(String listenUrl, String remoteUrl) {
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
  private static final String IPC = "ipc://";

  /**
   * Makes the folder to listen in, with mode 0700, if just that folder isn't there.
   *
   * @throws LinkException if its parent isn't there either
   */
  void prepareFolder() throws LinkException {
    Optional<Path> folder = file(listenUrl).map(Path::getParent).filter(f -> !Files.exists(f));
    if (folder.isEmpty()) {
      return;
    }
    try {
      Files.createDirectory(
          folder.get(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      LOG.info("made the folder {} for {}", folder.get(), listenUrl);
    } catch (IOException e) {
      throw new LinkException(
          "the folder of listen.url "
              + listenUrl
              + " isn't there and can't be made ("
              + e
              + "): mkdir -p -m 700 "
              + folder.get(),
          e);
    }
  }

  /** Removes the socket at which the gateway has listened; it is closed. */
  void removeListening() {
    remove(listenUrl);
  }

  /** Removes the socket at which the host has listened; its process is gone. */
  void removeRemote() {
    remove(remoteUrl);
  }

  private static void remove(String url) {
    Optional<Path> socket = file(url).filter(Sockets::isSocket);
    if (socket.isPresent()) {
      try {
        Files.deleteIfExists(socket.get());
      } catch (IOException e) {
        LOG.warn("the socket file of {} can't be removed: {}", url, e.toString());
      }
    }
  }

  private static boolean isSocket(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file)
        && !Files.isDirectory(file)
        && !Files.isSymbolicLink(file);
  }

  private static Optional<Path> file(String url) {
    return url.startsWith(IPC)
        ? Optional.of(Path.of(url.substring(IPC.length())))
        : Optional.empty();
  }
}
