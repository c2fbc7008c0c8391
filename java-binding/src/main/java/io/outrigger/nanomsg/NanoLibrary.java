package io.outrigger.nanomsg;

import java.util.Optional;

/** What is to be known of the libnanomsg that this process has loaded. */
public final class NanoLibrary {
  private NanoLibrary() {}

  /**
   * The limits of a libnanomsg that isn't of Outrigger's own build, such as Debian's: a text for
   * the log, with the file. Empty for Outrigger's own. The library is loaded if it isn't yet; any
   * thread may ask.
   *
   * @throws NanoException if the library can't be loaded
   */
  public static Optional<String> limits() {
    return Statistic.REJECTED_CONNECTIONS.isCounted()
        ? Optional.empty()
        : Optional.of(
            "The libnanomsg of this process is "
                + Library.file()
                + ". It isn't Outrigger's own and lacks its fixes: bytes from outside can end this"
                + " process. A peer can do so by its handshake on a ws:// address, and by a frame of"
                + " an unknown type on an ipc:// address. On any address, a peer that sends and closes"
                + " at the right moment makes it use freed memory. A socket file that can't be removed at"
                + " a close ends the process, too. Keep ipc:// sockets in a folder of mode"
                + " 0700, give ws:// addresses to trusted peers alone, or use Outrigger's own"
                + " libnanomsg: leave -D"
                + LibraryFinder.FILE_PROPERTY
                + " out, and put Outrigger's native jar on the class path");
  }
}
