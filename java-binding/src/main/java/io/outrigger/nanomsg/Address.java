package io.outrigger.nanomsg;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Refuses the addresses that make the library abort the process or destroy data. */
final class Address {
  /** NN_SOCKADDR_MAX, which counts the NUL. */
  private static final int MAX_BYTES = 128;

  /** {@code sun_path} less its NUL; the library aborts at 108 to 128 bytes. */
  private static final int MAX_IPC_BYTES = 107;

  private static final String IPC = "ipc://";

  private Address() {}

  static void check(String operation, String url) {
    int bytes = url.getBytes(StandardCharsets.UTF_8).length;
    if (url.indexOf('\0') >= 0) {
      throw refused(operation, url.replace('\0', '?'), "it holds U+0000");
    }
    if (bytes >= MAX_BYTES) {
      throw refused(operation, url, "it has " + bytes + " bytes, and at most 127 pass");
    }
    if (url.startsWith(IPC)) {
      if (bytes - IPC.length() > MAX_IPC_BYTES) {
        throw refused(
            operation,
            url,
            "its path has " + (bytes - IPC.length()) + " bytes, and a Unix socket takes 107");
      }
      if (bytes == IPC.length()) {
        throw refused(operation, url, "it has no path");
      }
    } else if (!url.matches("(?s)(tcp|ws|inproc)://.+")) {
      throw refused(operation, url, "it begins with ipc://, tcp://, ws:// or inproc://");
    }
  }

  /** The library deletes what lies at an ipc path before it binds, also a regular file. */
  static void checkBind(String url) {
    if (url.startsWith(IPC)) {
      Path path = Path.of(url.substring(IPC.length()));
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        throw refused("bind", url, "there is no directory " + parent + ": make it first");
      }
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isSocket(path)) {
        throw refused("bind", url, "a file that isn't a socket lies there: choose another path");
      }
    }
  }

  private static boolean isSocket(Path path) {
    // Neither file, directory nor link: a socket, a pipe or a device.
    return !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isSymbolicLink(path);
  }

  private static NanoException refused(String operation, String url, String why) {
    return new NanoException(0, operation + " " + url + ": " + why);
  }
}
