package io.outrigger.proxy;

import io.outrigger.protocol.SessionStatistics;

/**
 * For how long a host has taken nothing though messages wait for it. It knows no clock: times are
 * nanoseconds of one that doesn't go back. Used by one thread at a time.
 */
final class Silence {
  private long settled = -1;
  private long since;

  /**
   * What is so now.
   *
   * @param excused whether there is a reason: something that the host's module published waits in
   *     the gateway, and the module may wait for that; or no instance has the module
   * @return how long it has been silent, in nanoseconds
   */
  long observe(SessionStatistics session, boolean excused, long now) {
    long settledNow = session.accepted() - session.pending();
    if (session.pending() == 0 || settledNow != settled || excused) {
      since = now;
    }
    settled = settledNow;
    return now - since;
  }
}
