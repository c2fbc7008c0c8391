package io.outrigger.protocol.socket;

import io.outrigger.base.BoundedLog;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Where a sender connects to, as nanomsg is to get it: with a literal address. A host name is
 * looked up here, since nanomsg would try its first address alone, and its close would wait for the
 * name server. Never blocks. Used by one thread.
 */
public final class Destination {
  /** From one lookup to the next; the longer, the more often it has failed in a row. */
  private static final long SHORTEST_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LONGEST_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final BoundedLog failures = new BoundedLog(LoggerFactory.getLogger(Destination.class));
  private final String url;

  /** Null if the URL has no host name. */
  private final NameLookup lookup;

  private final Candidates candidates = new Candidates();
  private boolean asked;

  /** A lookup was begun, and what it found hasn't been seen. */
  private boolean awaited;

  private long askedNanos;
  private long intervalNanos = SHORTEST_INTERVAL_NANOS;

  public Destination(String url) {
    this(url, InetAddress::getAllByName);
  }

  Destination(String url, NameLookup.Resolver resolver) {
    this.url = url;
    String name = EndpointUrl.hostName(url);
    lookup = name == null ? null : new NameLookup(name, resolver);
  }

  /** As it was given. */
  public String url() {
    return url;
  }

  /** The URL of the next attempt; null while the name isn't known. To be asked again then. */
  String next(long now) {
    if (lookup == null) {
      return url;
    }
    if (candidates.isRoundOver() && !beginRound(now)) {
      return null;
    }
    return EndpointUrl.withAddress(url, candidates.next());
  }

  private boolean beginRound(long now) {
    if (!lookup.isUnderWay()) {
      if (awaited) {
        awaited = false;
        learn();
      }
      if (!asked || now - askedNanos >= intervalNanos) {
        asked = true;
        awaited = true;
        askedNanos = now;
        lookup.begin();
      }
    }
    // Those of an earlier lookup, until there are new ones.
    if (lookup.addresses().isEmpty()) {
      return false;
    }
    candidates.begin(lookup.addresses());
    return true;
  }

  private void learn() {
    if (lookup.problem() == null) {
      intervalNanos = SHORTEST_INTERVAL_NANOS;
      return;
    }
    intervalNanos = Math.min(2 * intervalNanos, LONGEST_INTERVAL_NANOS);
    failures.warn("{}: the host can't be looked up (remote.url): {}", url, lookup.problem());
  }

  /** How long an attempt may say nothing before the next one, in nanoseconds. */
  long attemptNanos() {
    return lookup == null ? Candidates.LONG_NANOS : candidates.attemptNanos();
  }

  /** There is a connection: if it breaks, the name is looked up again. */
  void connected() {
    candidates.connected();
  }
}
