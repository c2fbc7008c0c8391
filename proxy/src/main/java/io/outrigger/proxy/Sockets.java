package io.outrigger.proxy;

import io.outrigger.protocol.SessionException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses at which the two sides of a proxy listen, and the files behind them, if they are
 * {@code ipc://}. A process that may connect to such a socket can end the process that listens
 * (nanomsg aborts on a frame of an unknown type), so it belongs into a folder that is its owner's
 * alone.
 */
record Sockets(List<String> listening, List<String> remote) {
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
  private static final String IPC = "ipc://";

  /**
   * Makes the folders to listen in, with mode 0700, if they aren't there and their parents are.
   *
   * @param alsoOfHost whether the host is started from here, and listens as its owner
   * @throws SessionException if a parent isn't there either
   */
  void prepareFolders(boolean alsoOfHost) throws SessionException {
    for (String url : listening) {
      prepareFolder(url);
    }
    if (alsoOfHost) {
      for (String url : remote) {
        prepareFolder(url);
      }
    }
  }

  private static void prepareFolder(String url) throws SessionException {
    Optional<Path> folder = file(url).map(Path::getParent).filter(f -> !Files.exists(f));
    if (folder.isEmpty()) {
      return;
    }
    try {
      Files.createDirectory(
          folder.get(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      LOG.info("made the folder {} for {}", folder.get(), url);
    } catch (FileAlreadyExistsException e) {
      LOG.debug("another proxy made the folder {} at the same time", folder.get());
    } catch (IOException e) {
      throw new SessionException(
          "the folder of "
              + url
              + " isn't there and can't be made ("
              + e
              + "): mkdir -p -m 700 "
              + folder.get(),
          e);
    }
  }

  /** Removes what the gateway has listened at; it is closed. */
  void removeListening() {
    listening.forEach(Sockets::remove);
  }

  /** Removes what the host has listened at; its process is gone. */
  void removeRemote() {
    remote.forEach(Sockets::remove);
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
