package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.HostSession.ModuleHandler;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A module in a host, from its CREATE to its end, as those see it that publish. */
final class HostedModule {
  private static final Logger LOG = LoggerFactory.getLogger(HostedModule.class);

  private final ModuleHandler handler;
  private final MessageChannel channel;
  private final PairCounters counters;
  private final LongSupplier askingConnection;
  private final BoundedLog losses = new BoundedLog(LOG);

  /** The connection over which the gateway has asked for it. */
  private volatile long connection;

  /** Until when a publish waits for the gateway to take it. */
  private volatile long publishUntil = PairTime.NEVER;

  private volatile boolean destroyed;

  /**
   * @param askingConnection the connection over which a gateway has asked for a module last, as the
   *     control channel's thread knows it: also while the module waits in publish
   */
  HostedModule(
      ModuleHandler handler,
      MessageChannel channel,
      PairCounters counters,
      long connection,
      LongSupplier askingConnection) {
    this.handler = handler;
    this.channel = channel;
    this.counters = counters;
    this.connection = connection;
    this.askingConnection = askingConnection;
  }

  /** The connection over which the gateway has asked for it. Any thread. */
  long connection() {
    return connection;
  }

  /** The gateway has asked for it again over that connection. */
  void askedOver(long itsConnection) {
    connection = itsConnection;
  }

  /**
   * Sends a message; waits for room while the gateway is there that asked for this module. One that
   * can't be sent is counted. Any thread; see {@link io.outrigger.module.Broker#publish}.
   *
   * @param size of its serialized form
   */
  void publish(Message message, int size) {
    if (destroyed) {
      throw new PublishException("the module is destroyed: its threads must end in destroy");
    }
    boolean sent;
    try {
      sent = channel.send(message, size, this::mayWait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("interrupted while it waited to publish", e);
    }
    if (!sent) {
      counters.givenUp(1);
      losses.warn(
          "a message that the module published is undelivered: {}",
          isAskedFor()
              ? "the module is being destroyed, and its gateway takes no more"
              : "its gateway is gone or has started over, and the next one gets a module of its own");
    }
  }

  private boolean mayWait() {
    return isAskedFor() && PairTime.now() < publishUntil;
  }

  /** Whether the gateway that asked for it is there, and has asked for no other since. */
  private boolean isAskedFor() {
    return askingConnection.getAsLong() == connection;
  }

  /** Destroys the module, for which a publish waits so long at most. */
  void destroy(long publishNanos) {
    publishUntil = PairTime.now() + publishNanos;
    handler.destroy();
    destroyed = true;
  }

  /**
   * The gateway's connection is gone, unless it is this one. At once, as this module's thread and
   * its channel's may be busy: messages in transit would count as taken with time. Any thread.
   */
  void gatewayGone(long present) {
    if (connection != present) {
      channel.broken();
    }
  }

  /** Closes the message channel. Any thread. */
  void close() {
    channel.close();
  }
}
