package io.outrigger.protocol.pair;

import io.outrigger.base.BoundedLog;
import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.protocol.HostSession.ModuleHandler;
import io.outrigger.protocol.wire.ControlPacket.Create;
import io.outrigger.protocol.wire.ControlPacket.Reply;
import io.outrigger.protocol.wire.ControlStatus;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module in a host, from its CREATE to its end, with the message channel that belongs to it.
 *
 * <p>Of the thread that runs the link, but for what says otherwise.
 */
final class HostedModule {
  private static final Logger LOG = LoggerFactory.getLogger(HostedModule.class);

  private final Create create;
  private final ModuleHandler handler;
  private final MessageChannel channel;
  private final PairCounters counters;
  private final LongSupplier askingConnection;
  private final BoundedLog losses = new BoundedLog(LOG);
  private final UnconnectedCheck unconnected = new UnconnectedCheck();

  /** The connection over which the gateway has asked for it. */
  private volatile long connection;

  /** Until when a publish waits for the gateway to take it. */
  private volatile Deadline publishUntil = Deadline.NEVER;

  private volatile boolean destroyed;

  private final BooleanSupplier mayWait = this::mayWait;

  /**
   * @param askingConnection the connection over which a gateway has asked for a module last, as the
   *     control channel's thread knows it: also while the module waits in publish
   */
  HostedModule(
      Create create,
      long connection,
      ModuleHandler handler,
      MessageChannel channel,
      PairCounters counters,
      LongSupplier askingConnection) {
    this.create = create;
    this.connection = connection;
    this.handler = handler;
    this.channel = channel;
    this.counters = counters;
    this.askingConnection = askingConnection;
  }

  boolean create() {
    return handler.create(create.configuration());
  }

  /** The gateway has asked for it again over that connection. */
  void askedOver(long itsConnection) {
    connection = itsConnection;
  }

  void start() {
    unconnected.started(System.nanoTime());
    handler.start();
  }

  void receive(Message message) {
    counters.received();
    handler.receive(message);
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
    Outcome outcome;
    try {
      outcome = channel.send(message, size, mayWait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("interrupted while it waited to publish", e);
    }
    if (outcome == Outcome.DONE) {
      counters.sent();
    } else {
      counters.givenUp(1);
      losses.warn(
          "a message that the module published is undelivered: {}",
          isAskedFor()
              ? "the module is being destroyed, and its gateway takes no more"
              : "its gateway is gone or has started over, and the next one gets a module of its own");
    }
  }

  private boolean mayWait() {
    Deadline until = publishUntil;
    return isAskedFor() && !(until.isFinite() && until.isOver(System.nanoTime()));
  }

  /** Whether the gateway that asked for it is there, and has asked for no other since. */
  private boolean isAskedFor() {
    return askingConnection.getAsLong() == connection;
  }

  /** Checks the message channel if that is due; called by one other thread. */
  void tick() {
    if (unconnected.isDue(System.nanoTime())) {
      channel.warnIfUnconnected(create.messageUrl());
    }
  }

  /** Destroys the module while its gateway still takes what it publishes, for that long. */
  void destroy(Duration publishTime) {
    destroyFor(publishTime);
    channel.expectEnd();
  }

  private void destroyFor(Duration publishTime) {
    unconnected.ended();
    publishUntil = Deadline.after(System.nanoTime(), publishTime);
    handler.destroy();
    destroyed = true;
  }

  /** Destroys the module, whose gateway wants another one. The message channel stays open. */
  void replace() {
    destroyFor(Duration.ZERO);
    channel.broken();
  }

  /** Destroys the module whose gateway is gone: nothing it publishes arrives any longer. */
  void abandon() {
    unconnected.ended();
    try {
      channel.close();
    } finally {
      handler.destroy();
      destroyed = true;
    }
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

  /** Tells the gateway that this module is no longer there. Any thread. */
  void detach(ControlChannel control) {
    control.send(new Reply(ControlStatus.DETACH), connection);
  }

  /** Closes the message channel. Any thread. */
  void close() {
    channel.close();
  }
}
