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
 * Tells whether the peer of a socket that is bound to an ipc address connects, says nothing and
 * goes, again and again: by two seconds in a row in which it did.
 *
 * <p>The library's statistics look the same when a peer that stays is silent and another one tries
 * in vain, as NN_PAIR has one only. So the second time the kernel is asked whether a connection has
 * stayed: it lists those of each path in {@code /proc/net/unix}, see proc(5).
 */
final class RestlessPeer {
  private static final Path CONNECTIONS = Path.of("/proc/net/unix");

  /** Of the columns of that file: state, inode, path. */
  private static final int STATE = 5;

  private static final int INODE = 6;
  private static final int PATH = 7;
  private static final String CONNECTED = "03";

  private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * A peer that is hung up on, or hangs up, tries ten times a second unless it is told otherwise.
   */
  private static final int ATTEMPTS = 3;

  private final String path;

  // At the beginning of this second.
  private long begin;
  private long accepted;
  private long received;

  /** Those there were, by their inodes, if the second before is suspect; else null. */
  private Set<String> connections;

  RestlessPeer(String path) {
    this.path = path;
  }

  /** To be asked at each look. */
  boolean isThere(NanoSocket socket) throws IOException {
    long now = System.nanoTime();
    if (now - begin < PERIOD_NANOS) {
      return false;
    }
    long acceptedNow = socket.statistic(Statistic.ACCEPTED_CONNECTIONS);
    long receivedNow = socket.statistic(Statistic.MESSAGES_RECEIVED);
    boolean suspect = acceptedNow - accepted >= ATTEMPTS && receivedNow == received;
    begin = now;
    accepted = acceptedNow;
    received = receivedNow;
    Set<String> before = connections;
    connections = suspect ? connections() : null;
    return suspect && before != null && Collections.disjoint(before, connections);
  }

  private Set<String> connections() throws IOException {
    Set<String> inodes = new HashSet<>();
    String lines = new String(Files.readAllBytes(CONNECTIONS), StandardCharsets.UTF_8);
    for (String line : lines.split("\n")) {
      String[] columns = line.split(" +", PATH + 1);
      if (columns.length > PATH && columns[PATH].equals(path) && columns[STATE].equals(CONNECTED)) {
        inodes.add(columns[INODE]);
      }
    }
    return inodes;
  }

  /** The next socket counts from zero. */
  void forget() {
    begin = System.nanoTime();
    accepted = 0;
    received = 0;
    connections = null;
  }
}
