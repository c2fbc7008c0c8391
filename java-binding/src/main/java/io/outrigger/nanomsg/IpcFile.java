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
 * The file of an ipc address. Java checks it before the library binds: its errors say more than the
 * library's, and Debian's library would remove the file, whatever it is.
 */
final class IpcFile {
  private static final int TYPE_MASK = 0170000;
  private static final int SOCKET_TYPE = 0140000;

  /** What the JDK makes bytes of a path by: the locale's, whatever the default charset is. */
  private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding"));

  private final Address address;

  /** Null if the library, which has paths in UTF-8, means another file than Java by it. */
  private final Path path;

  IpcFile(Address address, String path) {
    this.address = address;
    boolean same = Arrays.equals(path.getBytes(NAMES), path.getBytes(StandardCharsets.UTF_8));
    this.path = same ? Path.of(path) : null;
  }

  /** Before a bind: only a socket file that nobody listens on may be there, and goes. */
  void prepareBind() {
    if (path == null) {
      return;
    }
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new NanoException(
          Errno.ENOENT,
          address.what() + ": there is no directory " + directory + ": make it first");
    }
    try {
      if (!isSocket()) {
        throw address.refused(
            "something other than a socket lies there: move it, or choose another path");
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
