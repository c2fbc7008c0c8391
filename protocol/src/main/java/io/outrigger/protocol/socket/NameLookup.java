package io.outrigger.protocol.socket;

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

  private final String host;
  private final Resolver resolver;

  // Set by the thread; underWay when it is done.
  private volatile List<InetAddress> addresses = List.of();
  private volatile String problem;
  private volatile boolean underWay;

  NameLookup(String host, Resolver resolver) {
    this.host = host;
    this.resolver = resolver;
  }

  /** Begins one; none may be under way. */
  void begin() {
    underWay = true;
    Thread thread = new Thread(this::run, "lookup of " + host);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      List<InetAddress> usable =
          List.of(resolver.resolve(host)).stream().filter(NameLookup::isUsable).toList();
      problem = usable.isEmpty() ? "it has no address" : null;
      addresses = usable.isEmpty() ? addresses : usable;
    } catch (UnknownHostException | RuntimeException e) {
      problem = "it is unknown, or the name server doesn't answer: " + e;
    } finally {
      underWay = false;
    }
  }

  /** nanomsg takes no address that counts for one interface alone (fe80::1%eth0). */
  private static boolean isUsable(InetAddress address) {
    return address.getHostAddress().indexOf('%') < 0;
  }

  /** Whether one was begun and isn't over. */
  boolean isUnderWay() {
    return underWay;
  }

  /** What the last one found that found something; none before. */
  List<InetAddress> addresses() {
    return addresses;
  }

  /** Why the last one failed; null if it didn't, or there was none. */
  String problem() {
    return problem;
  }
}
