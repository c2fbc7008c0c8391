package io.outrigger.protocol.socket;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The addresses that a host name stands for, in the order in which they are tried: all of them, one
 * after the other, in rounds. A state machine without sockets, clocks and threads; used by one
 * thread.
 */
final class Candidates {
  private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** For an address that has no others beside it, and at most for one that has. */
  static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(10);

  private List<InetAddress> addresses = List.of();
  private int next;

  /** The rounds that have begun since there was a connection. */
  private int rounds;

  /** A round begins, with these addresses, in the resolver's order. */
  void begin(List<InetAddress> resolved) {
    addresses = interleave(resolved);
    next = 0;
    rounds++;
  }

  /**
   * The order of RFC 8305, section 4: the two families alternate as long as both have addresses,
   * beginning with that of the first address; in each the resolver's order stays.
   */
  private static List<InetAddress> interleave(List<InetAddress> resolved) {
    List<InetAddress> first = new ArrayList<>();
    List<InetAddress> second = new ArrayList<>();
    for (InetAddress address : resolved) {
      boolean isFirst = address.getClass() == resolved.get(0).getClass();
      (isFirst ? first : second).add(address);
    }
    List<InetAddress> all = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      all.addAll(first.subList(Math.min(i, first.size()), Math.min(i + 1, first.size())));
      all.addAll(second.subList(Math.min(i, second.size()), Math.min(i + 1, second.size())));
    }
    return all;
  }

  /** Whether all were tried: another round is to begin. */
  boolean isRoundOver() {
    return next == addresses.size();
  }

  /** The next one to try; the round isn't over. */
  InetAddress next() {
    return addresses.get(next++);
  }

  /**
   * How long an attempt may say nothing before the next one, in nanoseconds: a second in the first
   * round, twice as long in each further one, and at most ten seconds.
   */
  long attemptNanos() {
    int doublings = Math.min(Math.max(rounds - 1, 0), 4);
    return addresses.size() == 1 ? LONG_NANOS : Math.min(SHORT_NANOS << doublings, LONG_NANOS);
  }

  /** There is a connection: what comes after it begins from the start. */
  void connected() {
    next = addresses.size();
    rounds = 0;
  }
}
