package io.outrigger.protocol.socket;

import io.outrigger.base.BoundedLog;
import io.outrigger.nanomsg.NanoSocket;
import io.outrigger.nanomsg.Statistic;
import org.slf4j.Logger;

/**
 * Tells in the log, at most once a second, how many connections to an address were closed for what
 * came over them. Used by one thread at a time.
 */
public final class RejectedConnections {
  private final BoundedLog log;
  private final String url;
  private long seen;

  /**
   * @param url where they came to
   */
  public RejectedConnections(Logger log, String url) {
    this.log = new BoundedLog(log);
    this.url = url;
  }

  /**
   * To be called now and then.
   *
   * @param socket that is bound to the address
   */
  public void tell(NanoSocket socket) {
    if (!Statistic.REJECTED_CONNECTIONS.isCounted()) {
      return;
    }
    long count = socket.statistic(Statistic.REJECTED_CONNECTIONS);
    if (count > seen) {
      seen = count;
      log.warn(
          "{}: closed {} connections so far for what came over them: another protocol, a malformed"
              + " frame, or a message larger than max.message.bytes",
          url,
          count);
    }
  }
}
