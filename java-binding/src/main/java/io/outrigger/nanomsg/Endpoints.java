package io.outrigger.nanomsg;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The endpoints of one socket, and what must be seen to before the library makes or ends one, lest
 * it abort the process.
 *
 * <p>A PAIR takes a second peer over inproc badly: where other transports refuse it, the library
 * crashes. So one PAIR at a time is connected to an inproc address, and a PAIR with an inproc
 * endpoint has no other.
 *
 * <p>Not for several threads: the socket calls it under its lock.
 */
final class Endpoints {
  /** The inproc addresses that PAIRs are connected to, in the whole process. */
  private static final Set<String> CONNECTED_PAIRS = ConcurrentHashMap.newKeySet();

  private final boolean pair;

  private final Map<Integer, Address> open = new HashMap<>();
  private int inprocCount;

  Endpoints(Protocol protocol) {
    pair = protocol == Protocol.PAIR;
  }

  /**
   * Makes a native endpoint at the address in the string of C there. Returns its number, or the
   * error number, negative.
   */
  interface Maker {
    int make(long url);
  }

  /** Makes an endpoint, unless that must not be. Returns what the maker does. */
  int add(Address address, Maker maker) {
    if (address.hasFile()) {
      address.file().prepareBind();
    }
    // That nobody else binds there the library sees to itself.
    boolean claimed = pair && address.isInproc() && !address.isBind();
    if (pair && !open.isEmpty() && (address.isInproc() || inprocCount > 0)) {
      throw address.refused("a PAIR has one peer at a time, and with inproc one endpoint: end it");
    }
    if (claimed && !CONNECTED_PAIRS.add(address.url())) {
      throw address.refused(
          "another PAIR is connected to it: a PAIR has one peer at a time; end that one");
    }
    Memory url = Memory.ofText(address.url());
    int number = maker.make(url.address());
    url.keep();
    if (number >= 0) {
      open.put(number, address);
      inprocCount += address.isInproc() ? 1 : 0;
    } else if (claimed) {
      CONNECTED_PAIRS.remove(address.url());
    }
    return number;
  }

  /** After one ended. */
  void remove(int number) {
    Address address = open.remove(number);
    if (address != null && address.isInproc()) {
      inprocCount--;
      release(address);
    }
  }

  /** After all ended. */
  void clear() {
    open.values().forEach(this::release);
    open.clear();
    inprocCount = 0;
  }

  private void release(Address address) {
    if (pair && address.isInproc() && !address.isBind()) {
      CONNECTED_PAIRS.remove(address.url());
    }
  }
}
