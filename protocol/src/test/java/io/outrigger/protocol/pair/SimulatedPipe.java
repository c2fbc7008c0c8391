package io.outrigger.protocol.pair;

import static io.outrigger.protocol.pair.SimulatedPairWorld.millis;

import java.util.function.Consumer;

/**
 * One connection of two NN_PAIR sockets. Both directions keep their order; what is on its way when
 * it is cut is lost.
 */
final class SimulatedPipe {
  private static final int CAPACITY = 100;

  private final SimulatedPairWorld world;
  private final Direction toHost;
  private final Direction toGateway;
  private boolean cut;

  private static final class Direction {
    final Consumer<Object> receiver;
    int underWay;
    long lastArrival;

    Direction(Consumer<Object> receiver) {
      this.receiver = receiver;
    }
  }

  SimulatedPipe(SimulatedPairWorld world, Consumer<Object> host, Consumer<Object> gateway) {
    this.world = world;
    toHost = new Direction(host);
    toGateway = new Direction(gateway);
  }

  boolean sendToHost(Object what) {
    return send(toHost, what);
  }

  boolean sendToGateway(Object what) {
    return send(toGateway, what);
  }

  private boolean send(Direction direction, Object what) {
    if (cut || direction.underWay >= CAPACITY) {
      return false;
    }
    direction.underWay++;
    direction.lastArrival =
        Math.max(direction.lastArrival, world.clock.now() + world.upTo(world.delayNanos));
    world.clock.at(
        direction.lastArrival,
        () -> {
          if (!cut) {
            direction.underWay--;
            direction.receiver.accept(what);
          }
        });
    return true;
  }

  boolean isCut() {
    return cut;
  }

  void cut() {
    cut = true;
  }

  /** Both sides look at their connection about so often. */
  static long untilNextLook(SimulatedPairWorld world) {
    return millis(1) + world.upTo(millis(100));
  }
}
