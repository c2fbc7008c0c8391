package io.outrigger.protocol.pair;

import static io.outrigger.protocol.pair.SimulatedPairWorld.millis;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** A gateway's end of a channel: connects again and again, each time with a new number. */
final class SimulatedConnector {
  private final SimulatedPairWorld world;
  private final Supplier<SimulatedListener> target;
  private final Consumer<Object> receiver;

  /** Gets the number of each connection, and {@link PairConnection#NONE} when it is gone. */
  private final Consumer<Long> presence;

  private SimulatedPipe pipe;
  private long number;
  private boolean reported;
  private boolean closed;

  SimulatedConnector(
      SimulatedPairWorld world,
      Supplier<SimulatedListener> target,
      Consumer<Object> receiver,
      Consumer<Long> presence) {
    this.world = world;
    this.target = target;
    this.receiver = receiver;
    this.presence = presence;
    connect();
  }

  private void connect() {
    if (closed) {
      return;
    }
    SimulatedListener listener = target.get();
    pipe = listener == null ? null : listener.accept(this::receive);
    if (pipe == null) {
      world.clock.after(millis(25), this::connect);
      return;
    }
    number++;
    world.clock.after(world.upTo(millis(25)), this::look);
  }

  private void receive(Object what) {
    if (!closed) {
      report(true);
      receiver.accept(what);
    }
  }

  private void look() {
    if (closed) {
      return;
    }
    if (pipe.isCut()) {
      report(false);
      connect();
    } else {
      report(true);
      world.clock.after(SimulatedPipe.untilNextLook(world), this::look);
    }
  }

  private void report(boolean present) {
    if (present != reported) {
      reported = present;
      presence.accept(present ? number : PairConnection.NONE);
    }
  }

  boolean isPresent() {
    return reported;
  }

  boolean send(Object what) {
    return pipe != null && pipe.sendToHost(what);
  }

  /** As {@link #send}, over the connection of that number alone. */
  boolean send(Object what, long over) {
    return over == number && send(what);
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
