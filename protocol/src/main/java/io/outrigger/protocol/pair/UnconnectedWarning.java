package io.outrigger.protocol.pair;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns if nobody has found a module's message channel some seconds after its START: once for each
 * START. CREATE and START go by the control channel, so all seems well otherwise.
 */
final class UnconnectedWarning {
  private static final Logger LOG = LoggerFactory.getLogger(UnconnectedWarning.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final String url;
  private final MessageChannel channel;
  private volatile Deadline due = Deadline.NEVER;

  /**
   * @param name of whose end of the channel it is, for the log line
   */
  UnconnectedWarning(String name, String url, MessageChannel channel) {
    this.name = name;
    this.url = url;
    this.channel = channel;
  }

  /** START was sent, or has come. */
  void started() {
    due = Deadline.in(PATIENCE);
  }

  /** The module ends: who is at the other end is of no interest any longer. */
  void ended() {
    due = Deadline.NEVER;
  }

  /** To be called every now and then, by one thread. */
  void tick() {
    if (due.isOver()) {
      due = Deadline.NEVER;
      if (!channel.isFound()) {
        LOG.warn(
            "{}: the message channel {} has no connection {} s after START, so no message passes: set"
                + " message.id in the gateway's file to a whole path, or run gateway and host in the"
                + " same directory",
            name,
            url,
            PATIENCE.toSeconds());
      }
    }
  }
}
