package io.outrigger.protocol.pair;

import java.util.function.Consumer;

/** A host's end of a channel: bound, with one peer at a time. */
final class SimulatedListener {
  private final SimulatedPairWorld world;
  private final Consumer<Object> receiver;
  private final Consumer<Boolean> presence;
  private SimulatedPipe pipe;
  private long accepted;
  private boolean closed;
  private boolean reported;

  /**
   * @param presence gets each change that was seen: a peer that goes and comes between two looks
   *     isn't
   */
  SimulatedListener(
      SimulatedPairWorld world, Consumer<Object> receiver, Consumer<Boolean> presence) {
    this.world = world;
    this.receiver = receiver;
    this.presence = presence;
    look();
  }

  /** Takes a peer, unless another one is there; null then. */
  SimulatedPipe accept(Consumer<Object> gateway) {
    if (closed || isConnected()) {
      return null;
    }
    accepted++;
    SimulatedPipe[] mine = new SimulatedPipe[1];
    mine[0] =
        new SimulatedPipe(
            world,
            what -> {
              if (pipe == mine[0]) {
                see();
                receiver.accept(what);
              }
            },
            gateway);
    pipe = mine[0];
    return pipe;
  }

  boolean isConnected() {
    return pipe != null && !pipe.isCut();
  }

  /** How many connections there have been. */
  long number() {
    return accepted;
  }

  boolean send(Object what) {
    return isConnected() && pipe.sendToGateway(what);
  }

  private void look() {
    if (!closed) {
      see();
      world.clock.after(SimulatedPipe.untilNextLook(world), this::look);
    }
  }

  private void see() {
    if (isConnected() != reported) {
      reported = !reported;
      presence.accept(reported);
    }
  }

  boolean isClosed() {
    return closed;
  }

  void cut() {
    if (pipe != null) {
      pipe.cut();
    }
  }

  void close() {
    closed = true;
    cut();
  }
}
