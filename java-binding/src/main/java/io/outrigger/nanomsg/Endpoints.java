package io.outrigger.nanomsg;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongToIntFunction;

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

  Endpoints(Protocol protocol) {
    pair = protocol == Protocol.PAIR;
  }

  /**
   * Makes an endpoint, unless that must not be.
   *
   * @param maker makes a native endpoint at the address in the string of C there; returns its
   *     number, or the error number, negative
   * @return what the maker does
   */
  int add(Address address, LongToIntFunction maker) {
    if (address.hasFile()) {
      address.file().prepareBind();
    }
    if (pair && !open.isEmpty() && (address.isInproc() || hasInproc())) {
      throw address.refused("a PAIR has one peer at a time, and with inproc one endpoint: end it");
    }
    if (isClaimed(address) && !CONNECTED_PAIRS.add(address.url())) {
      throw address.refused(
          "another PAIR is connected to it: a PAIR has one peer at a time; end that one");
    }
    Memory url = Memory.ofText(address.url());
    int number = maker.applyAsInt(url.address());
    url.keep();
    if (number >= 0) {
      open.put(number, address);
    } else {
      release(address);
    }
    return number;
  }

  private boolean hasInproc() {
    return open.values().stream().anyMatch(Address::isInproc);
  }

  /** After one ended. */
  void remove(int number) {
    release(open.remove(number));
  }

  /** After all ended. */
  void clear() {
    open.values().forEach(this::release);
    open.clear();
  }

  private void release(Address address) {
    if (isClaimed(address)) {
      CONNECTED_PAIRS.remove(address.url());
    }
  }

  /** Whether no other PAIR may connect there. That no other binds there the library sees to. */
  private boolean isClaimed(Address address) {
    return pair && address.isInproc() && !address.isBind();
  }
}
