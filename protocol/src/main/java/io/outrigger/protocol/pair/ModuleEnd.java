package io.outrigger.protocol.pair;

import java.time.Duration;

/**
 * How a gateway has its module destroyed: queued messages go out, DESTROY follows until it finds
 * room, and the module's last messages are read. Part of {@link GatewayMachine}.
 */
final class ModuleEnd {
  private static final Duration BEFORE_NEXT_DESTROY = Duration.ofMillis(10);

  private enum Step {
    /** What is queued goes out. */
    EMPTYING,
    /** DESTROY is to be sent, or was sent and the host still has the module. */
    DESTROYING,
    /** The module's last messages are read. */
    READING,
    OVER
  }

  private final GatewayOutput output;

  /** Until when the owner waits. */
  private final Deadline deadline;

  private Step step;

  /** When DESTROY is sent next; never, once it went out. */
  private Deadline nextDestroy = Deadline.NEVER;

  /** The host has shown that it has destroyed the module. */
  private boolean destroyed;

  /** The host has said so, after it had handled everything. */
  private boolean detached;

  /**
   * @param hasModule whether there is a host that has the module; else there is nothing to do
   * @param destroyed whether the module is destroyed already
   */
  ModuleEnd(GatewayOutput output, boolean hasModule, boolean destroyed, Deadline deadline) {
    this.output = output;
    this.deadline = deadline;
    this.destroyed = destroyed;
    step = hasModule ? Step.EMPTYING : Step.OVER;
  }

  boolean isEmptying() {
    return step == Step.EMPTYING;
  }

  boolean isOver() {
    return step == Step.OVER;
  }

  /** Whether the host has shown that it has destroyed the module. */
  boolean isDestroyed() {
    return destroyed;
  }

  /** As many of the queued messages went out as the time allowed. */
  void emptied(long now, long quietNanos) {
    if (step == Step.EMPTYING) {
      step = Step.DESTROYING;
      nextDestroy = Deadline.after(now, 0);
      tick(now, quietNanos);
    }
  }

  /** A connection to the host is gone. */
  void disconnected() {
    destroyed |= step != Step.OVER;
  }

  /** DETACH came. */
  void detached(long now, long quietNanos) {
    detached = true;
    destroyed = true;
    tick(now, quietNanos);
  }

  void tick(long now, long quietNanos) {
    boolean late = deadline.isOver(now);
    if (step == Step.DESTROYING && (destroyed || late)) {
      step = Step.READING;
      if (detached) {
        output.messagesArrived();
      }
    }
    if (step == Step.DESTROYING && nextDestroy.isOver(now)) {
      nextDestroy =
          output.sendDestroy() ? Deadline.NEVER : Deadline.after(now, BEFORE_NEXT_DESTROY);
    }
    if (step == Step.READING && (quietNanos == 0 || late)) {
      step = Step.OVER;
    }
  }

  /** See {@link GatewayMachine#nanosLeft}. */
  long nanosLeft(long now, long quietNanos) {
    return switch (step) {
      case DESTROYING -> Math.min(nextDestroy.nanosLeft(now), deadline.nanosLeft(now));
      case READING -> Math.min(quietNanos, deadline.nanosLeft(now));
      default -> Long.MAX_VALUE;
    };
  }
}
