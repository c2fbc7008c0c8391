package io.outrigger.nanomsg;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The file of an ipc address. The library removes it without a look before it binds and when it
 * stops, and aborts the process if it may not: so Java looks first.
 */
final class IpcFile {
  private static final int TYPE_MASK = 0170000;
  private static final int SOCKET_TYPE = 0140000;

  /** What the JDK makes bytes of a path by: the locale's, whatever the default charset is. */
  private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding"));

  private final Address address;
  private final Path path;

  /**
   * @throws NanoException if Java and the library mean different files by the path
   */
  IpcFile(Address address, String path) {
    this.address = address;
    if (!Arrays.equals(path.getBytes(NAMES), path.getBytes(StandardCharsets.UTF_8))) {
      throw address.refused(
          "the library has its path in UTF-8, and file names are in "
              + NAMES
              + " in this JVM, which couldn't look at what it would delete: start it with"
              + " LC_ALL=C.UTF-8, or choose a path in ASCII");
    }
    this.path = Path.of(path);
  }

  /** Before a bind: only a socket file that nobody listens on may be there, and goes. */
  void prepareBind() {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new NanoException(
          Errno.ENOENT,
          address.what() + ": there is no directory " + directory + ": make it first");
    }
    try {
      if (!isSocket()) {
        throw address.refused(
            "something other than a socket lies there, which the library would delete: move it, or"
                + " choose another path");
      }
      if (isDeserted()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // Nothing is there: as it should be.
    } catch (IOException e) {
      throw new NanoException(
          Errno.EACCES,
          address.what()
              + ": a socket file is there that can't be removed ("
              + e
              + "): remove it as its owner, or choose a directory that this user may write to");
    }
  }

  /** Before the endpoint stops: the library deletes the file, and aborts if it can't. */
  void prepareStop() {
    try {
      if (!isSocket()) {
        throw address.refused(
            "something other than a socket lies there now, which the library would delete: move it"
                + " and close again");
      }
      Files.deleteIfExists(path);
    } catch (NoSuchFileException e) {
      // Gone already, which is fine with the library; but not so where no file can be.
      checkWay();
    } catch (IOException e) {
      throw new NanoException(
          Errno.EACCES,
          address.what()
              + ": its file can't be removed ("
              + e
              + "), and the library would abort the process: allow it and close again");
    }
  }

  /**
   * A file below something that isn't a directory is missing to some JDKs, and an error to others,
   * as it is to the library.
   */
  private void checkWay() {
    Path way = path.toAbsolutePath().getParent();
    while (way != null && !Files.exists(way)) {
      way = way.getParent();
    }
    if (way != null && !Files.isDirectory(way)) {
      throw address.refused(
          way
              + " is no directory any more, and the library would abort the process: put it back and"
              + " close again");
    }
  }

  private boolean isSocket() throws IOException {
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (mode & TYPE_MASK) == SOCKET_TYPE;
  }

  /** Whether nobody listens on it: what the library asks before it deletes the file. */
  private boolean isDeserted() {
    // Doesn't block: a listener that is behind would make a blocking connect wait.
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(path));
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      // Such as no permission to connect: the bind will say so.
      return false;
    }
  }
}
