package io.outrigger.protocol.pair;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Listens in place of a host's socket, and greets nobody. Part of {@link StaleGreeting}.
 *
 * <p>nanomsg 1.1.5 takes what it had read ahead of a broken connection for the greeting of the
 * endpoint's next one, 8 bytes each time, and hangs up. The last of it, fewer than 8, it fills up
 * with our greeting, of which as many bytes are left over in turn: so that never ends. Here, a peer
 * that has 8 bytes or more hangs up as before; one that has fewer waits for more, and forgets them
 * when this side hangs up.
 */
final class SilentListener implements AutoCloseable {
  /** A peer that has too much left over hangs up sooner, and none waits for longer than 1 s. */
  private static final long STAYS_NANOS = Duration.ofMillis(300).toNanos();

  /** When no peer has come for so long there is nothing to do. */
  private static final long NOBODY_NANOS = Duration.ofSeconds(2).toNanos();

  private final Path path;
  private final ServerSocketChannel listener;
  private final ByteBuffer sink = ByteBuffer.allocate(256);

  /** The peer that is there, or null. */
  private SocketChannel peer;

  /** When it came, or the last one went. */
  private long since = System.nanoTime();

  /** Listens at the path of a socket that was closed. */
  SilentListener(Path path) throws IOException {
    this.path = path;
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(UnixDomainSocketAddress.of(path));
      listener.configureBlocking(false);
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  /** Whether the peer has forgotten everything. Doesn't wait; to be asked often. */
  boolean isDone() throws IOException {
    while (peer != null || accept()) {
      if (!hasHungUp()) {
        return System.nanoTime() - since > STAYS_NANOS;
      }
      forgetPeer();
    }
    return System.nanoTime() - since > NOBODY_NANOS;
  }

  private boolean accept() throws IOException {
    peer = listener.accept();
    if (peer == null) {
      return false;
    }
    since = System.nanoTime();
    peer.configureBlocking(false);
    return true;
  }

  private boolean hasHungUp() {
    try {
      int read;
      do {
        read = peer.read(sink.clear());
      } while (read > 0);
      return read < 0;
    } catch (IOException e) {
      return true; // reset, as it had not read all
    }
  }

  private void forgetPeer() throws IOException {
    since = System.nanoTime();
    peer.close();
    peer = null;
  }

  /** Hangs up, and leaves the path to the next socket. */
  @Override
  public void close() throws IOException {
    try (listener) {
      if (peer != null) {
        forgetPeer();
      }
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
