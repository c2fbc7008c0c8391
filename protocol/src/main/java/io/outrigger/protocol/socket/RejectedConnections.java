package io.outrigger.protocol.socket;

import io.outrigger.base.BoundedLog;
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
   * @param count how many there have been at this address so far
   */
  public void tell(long count) {
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
