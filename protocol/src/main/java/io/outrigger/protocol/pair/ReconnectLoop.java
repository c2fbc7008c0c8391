package io.outrigger.protocol.pair;

import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Statistic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Notices that the peer of a socket that is bound to an ipc address connects, says nothing and
 * goes, again and again: by three seconds in a row in which it did. When nothing came of it, it
 * takes twice as long the next time, up to three minutes. Part of {@link StaleGreeting}.
 *
 * <p>The library's statistics look the same when a peer that stays is silent and another one tries
 * without success, as NN_PAIR has one only. So the kernel is asked whether a connection has stayed
 * from one second to the next: it lists those of each path in {@code /proc/net/unix}, see proc(5).
 */
final class ReconnectLoop {
  private static final Path CONNECTIONS = Path.of("/proc/net/unix");

  /** Of the columns of that file: state, inode, path. */
  private static final int STATE = 5;

  private static final int INODE = 6;
  private static final int PATH = 7;
  private static final String LISTENS = "01";
  private static final String CONNECTED = "03";

  private static final long SHORTEST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

  /** So often in a row none of the connections must be one of those before. */
  private static final int CHANGES = 2;

  /** A peer that is hung up on, or hangs up, tries ten times a second by default. */
  private static final int ATTEMPTS = 3;

  private final String path;

  private long periodNanos = SHORTEST_NANOS;

  // At the beginning of this period.
  private long begin = System.nanoTime();
  private long accepted;
  private long received;

  /** Those there were, by their inodes, if the period before is suspect; else null. */
  private Set<String> connections;

  private int changes;

  ReconnectLoop(String path) {
    this.path = path;
  }

  /** To be asked often. */
  boolean isSeen(NanoSocket socket) throws IOException {
    long now = System.nanoTime();
    if (now - begin < periodNanos) {
      return false;
    }
    long acceptedNow = socket.statistic(Statistic.ACCEPTED_CONNECTIONS);
    long receivedNow = socket.statistic(Statistic.MESSAGES_RECEIVED);
    boolean silent = receivedNow == received;
    boolean suspect = silent && acceptedNow - accepted >= ATTEMPTS;
    begin = now;
    accepted = acceptedNow;
    received = receivedNow;
    if (!silent) {
      periodNanos = SHORTEST_NANOS;
    }
    compare(suspect);
    return changes >= CHANGES;
  }

  private void compare(boolean suspect) throws IOException {
    Set<String> before = connections;
    connections = suspect ? connections() : null;
    boolean changed =
        before != null && connections != null && Collections.disjoint(before, connections);
    changes = changed ? changes + 1 : 0;
  }

  /** By their inodes; null where the kernel doesn't even list what the socket listens on. */
  private Set<String> connections() throws IOException {
    Set<String> inodes = new HashSet<>();
    boolean listed = false;
    String lines = new String(Files.readAllBytes(CONNECTIONS), StandardCharsets.UTF_8);
    for (String line : lines.split("\n")) {
      String[] columns = line.split(" +", PATH + 1);
      if (columns.length > PATH && columns[PATH].equals(path)) {
        listed |= columns[STATE].equals(LISTENS);
        if (columns[STATE].equals(CONNECTED)) {
          inodes.add(columns[INODE]);
        }
      }
    }
    return listed ? inodes : null;
  }

  /** The next socket counts from zero, and what was done about it may not have helped. */
  void forget() {
    begin = System.nanoTime();
    accepted = 0;
    received = 0;
    connections = null;
    changes = 0;
    periodNanos = Math.min(2 * periodNanos, LONGEST_NANOS);
  }
}
