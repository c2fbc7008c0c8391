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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module in a host, from its CREATE to its end, with the message channel that belongs to it.
 *
 * <p>Of the thread that runs the link, but for {@link #publish}.
 */
final class HostedModule {
  private static final Logger LOG = LoggerFactory.getLogger(HostedModule.class);

  private final Create create;
  private final ModuleHandler handler;
  private final MessageChannel channel;
  private final PairCounters counters;
  private final GatewayAttention gateway;
  private final BoundedLog losses = new BoundedLog(LOG);
  private final UnconnectedWarning unconnected;
  private boolean started;

  /** By which the gateway has asked for it. */
  private volatile long connection;

  /** Until when a publish waits for the gateway to take it. */
  private volatile Deadline publishUntil = Deadline.NEVER;

  private volatile boolean destroyed;

  private final BooleanSupplier mayWait = this::mayWait;

  HostedModule(
      Create create,
      long connection,
      ModuleHandler handler,
      MessageChannel channel,
      PairCounters counters,
      GatewayAttention gateway) {
    this.create = create;
    this.connection = connection;
    this.handler = handler;
    this.channel = channel;
    this.counters = counters;
    this.gateway = gateway;
    unconnected = new UnconnectedWarning("host", create.messageUrl(), channel);
  }

  /** Whether this CREATE is a repeat of the one that made this module, by whatever connection. */
  boolean isRepeat(Create other, long otherConnection) {
    boolean repeat = !started && create.equals(other);
    if (repeat) {
      connection = otherConnection;
    }
    return repeat;
  }

  boolean create() {
    return handler.create(create.configuration());
  }

  boolean isStarted() {
    return started;
  }

  void start() {
    started = true;
    unconnected.started();
    handler.start();
  }

  void receive(Message message) {
    counters.received();
    handler.receive(message);
  }

  /** See {@link MessageChannel#nanosUntilQuiet}. */
  long nanosUntilQuiet() {
    return channel.nanosUntilQuiet();
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
          gateway.isBy(connection)
              ? "the module is being destroyed, and its gateway takes no more"
              : "its gateway is gone or has started over, and the next one gets a module of its own");
    }
  }

  private boolean mayWait() {
    return gateway.isBy(connection) && !publishUntil.isOver();
  }

  /** Destroys the module while its gateway still takes what it publishes, for that long. */
  void destroy(Duration publishTime) {
    unconnected.ended();
    publishUntil = Deadline.in(publishTime);
    handler.destroy();
    destroyed = true;
  }

  /** Warns if the gateway isn't at the message channel in time; called by one other thread. */
  void tick() {
    unconnected.tick();
  }

  boolean hasChannelAt(String url) {
    return create.messageUrl().equals(url);
  }

  /** Destroys the module, whose gateway wants another one, and gives back the message channel. */
  MessageChannel release() {
    destroy(Duration.ZERO);
    channel.broken();
    return channel;
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
   * The connection is gone that its gateway asked by, unless it is this one. At once, as this
   * module's thread and its channel's may be busy: what is in transit would count as taken with
   * time. Any thread.
   */
  void gatewayGone(long present) {
    if (connection != present) {
      channel.broken();
    }
  }

  /**
   * Tells the gateway that this module is no longer there. Any thread.
   *
   * @return whether it was told; not if its connection is gone
   */
  boolean detach(ControlChannel control) {
    return control.send(new Reply(ControlStatus.DETACH), connection);
  }

  /** Closes the message channel. */
  void close() {
    channel.close();
  }

  /** The gateway is asked to take what is left and to close. */
  void expectEnd() {
    channel.expectEnd();
  }

  /** It did. */
  void allTaken() {
    channel.arrived();
  }
}
