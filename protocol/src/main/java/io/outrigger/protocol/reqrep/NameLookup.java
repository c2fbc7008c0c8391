package io.outrigger.protocol.reqrep;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Looks up a host name on a thread of its own, a daemon that ends with the lookup: neither a close
 * nor anything else waits for a name server. One lookup at a time. Used by one thread.
 */
final class NameLookup {
  /** What may take long. */
  interface Resolver {
    /** All addresses of a host, in the system's order. Blocks. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private record Result(List<InetAddress> addresses, String problem) {}

  private final String host;
  private final Resolver resolver;
  private boolean underWay;

  /** Set by the thread, when it is done. */
  private volatile Result result;

  NameLookup(String host, Resolver resolver) {
    this.host = host;
    this.resolver = resolver;
  }

  /** Begins one, unless one is under way. */
  void begin() {
    if (!underWay) {
      underWay = true;
      result = null;
      Thread thread = new Thread(this::run, "lookup of " + host);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    try {
      List<InetAddress> usable =
          List.of(resolver.resolve(host)).stream().filter(NameLookup::isUsable).toList();
      result = new Result(usable, usable.isEmpty() ? "it has no address" : null);
    } catch (UnknownHostException | RuntimeException e) {
      result = new Result(List.of(), "it is unknown, or the name server doesn't answer: " + e);
    }
  }

  /** nanomsg takes no address that counts for one interface alone (fe80::1%eth0). */
  private static boolean isUsable(InetAddress address) {
    return address.getHostAddress().indexOf('%') < 0;
  }

  /** Whether one was begun and isn't over. */
  boolean isUnderWay() {
    underWay &= result == null;
    return underWay;
  }

  /** What the last one found; none if it failed, or there was none. */
  List<InetAddress> addresses() {
    Result last = result;
    return last == null ? List.of() : last.addresses();
  }

  /** Why the last one failed; null if it didn't. */
  String problem() {
    Result last = result;
    return last == null ? null : last.problem();
  }
}
