package io.outrigger.protocol.pair;

import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.nanomsg.Outcome;
import io.outrigger.protocol.HostLink.ModuleHandler;
import io.outrigger.protocol.wire.ControlPacket.Create;
import java.time.Duration;

/**
 * A module in a host, from its CREATE to its end, with the message channel that belongs to it.
 *
 * <p>Of the thread that runs the link, but for {@link #publish}.
 */
final class HostedModule {
  private final Create create;
  private final ModuleHandler handler;
  private final MessageChannel channel;
  private final PairCounters counters;
  private boolean started;

  /** Until when a publish waits for the gateway to take it. */
  private volatile Deadline publishUntil = Deadline.NEVER;

  private volatile boolean destroyed;

  HostedModule(
      Create create, ModuleHandler handler, MessageChannel channel, PairCounters counters) {
    this.create = create;
    this.handler = handler;
    this.channel = channel;
    this.counters = counters;
  }

  /** Whether this CREATE is a repeat of the one that made this module. */
  boolean isRepeat(Create other) {
    return !started && create.equals(other);
  }

  boolean create() {
    return handler.create(create.configuration());
  }

  boolean isStarted() {
    return started;
  }

  void start() {
    started = true;
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

  /** Any thread; see {@link io.outrigger.module.Broker#publish}. */
  void publish(Message message) {
    Outcome outcome;
    try {
      outcome = destroyed ? Outcome.CLOSED : channel.send(message, this::mayWait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("interrupted while it waited to publish", e);
    }
    switch (outcome) {
      case DONE -> counters.sent();
      case CLOSED -> throw new PublishException("the module is destroyed, or its gateway is gone");
      default ->
          throw new PublishException(
              "the module is being destroyed, and its gateway takes no more");
    }
  }

  private boolean mayWait() {
    return !publishUntil.isOver();
  }

  /** Destroys the module while its gateway still takes what it publishes, for that long. */
  void destroy(Duration publishTime) {
    publishUntil = Deadline.in(publishTime);
    handler.destroy();
    destroyed = true;
  }

  /** Destroys the module whose gateway is gone: nothing it publishes arrives any longer. */
  void abandon() {
    channel.close();
    handler.destroy();
    destroyed = true;
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
