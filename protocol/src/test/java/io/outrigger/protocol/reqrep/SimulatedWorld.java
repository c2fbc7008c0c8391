package io.outrigger.protocol.reqrep;

import io.outrigger.base.QueueBound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A gateway and a host with a network between them, and what befalls them: all of it, and the
 * measures of it, come from a seed.
 */
final class SimulatedWorld {
  /** Of ids that are near each other: how far. */
  private static final int NEAR = 200;

  private static final boolean TRACE = Boolean.getBoolean("outrigger.simulation.trace");

  final Random random;
  final SimulatedClock clock = new SimulatedClock();
  final List<SimulatedPeer> peers = new ArrayList<>();

  // Measures of this world.
  private final WindowLimits limits;
  final long delayNanos;
  final int capacity;
  final int answerCapacity;
  final double duplicated;

  /** As behind a device, where connections are not those of the two sides. */
  final double lost;

  final long handlingNanos;

  /** CREATE_REQUEST is repeated at any moment. */
  final boolean repeatsCreate;

  /** All first ids are near this one. */
  private final int firstIds;

  private final boolean idsCollide;
  private final boolean cuts;
  private final boolean stops;
  private final boolean restarts;

  SimulatedGateway gateway;
  SimulatedHost host;

  /** From now on nothing fails. */
  private boolean calm;

  private int connections;
  private int identities;

  SimulatedWorld(long seed) {
    random = new Random(seed);
    limits =
        new WindowLimits(
            1 + random.nextInt(random.nextBoolean() ? 8 : 300),
            1 + random.nextInt(20_000),
            Duration.ofSeconds(1),
            1 + random.nextInt(4));
    delayNanos = millis(random.nextBoolean() ? 1 : 80);
    capacity = 1 + random.nextInt(100);
    answerCapacity = 3 + random.nextInt(random.nextBoolean() ? 3 : 100);
    duplicated = random.nextBoolean() ? 0 : 0.05;
    lost = random.nextInt(4) > 0 ? 0 : 0.002;
    handlingNanos = millis(random.nextInt(4) == 0 ? 100 : 2);
    repeatsCreate = random.nextBoolean();
    idsCollide = random.nextInt(4) > 0;
    firstIds = random.nextInt(3) == 0 ? random.nextInt() : -NEAR;
    cuts = random.nextInt(8) > 0;
    stops = random.nextInt(3) == 0;
    restarts = random.nextBoolean();
    startGateway();
    startHost();
    befall();
  }

  static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** A time of up to that much. */
  long upTo(long nanos) {
    return (long) (random.nextDouble() * nanos);
  }

  /** Whether everybody lives as long as the world does. */
  boolean isWithoutLosses() {
    return !restarts && !stops && lost == 0;
  }

  int nextConnection() {
    return connections++;
  }

  /** No two are equal, but their words are like each other's, like ids and like connections. */
  long nextIdentity() {
    identities++;
    return random.nextBoolean() ? identities : (long) identities << Integer.SIZE | 1;
  }

  /** Mostly such that the ids of many sessions are the same ones, or go round their circle. */
  int nextFirstId() {
    return idsCollide ? firstIds + random.nextInt(2 * NEAR) : random.nextInt();
  }

  boolean isEventful() {
    return !calm;
  }

  void trace(String format, Object... arguments) {
    if (TRACE) {
      System.out.printf("%9.3f  %s%n", clock.now() / 1e6, String.format(format, arguments));
    }
  }

  /** A host waits for its gateway as long as there is a connection. */
  /** What may wait beside what is in flight: in a gateway. */
  QueueBound waiting(Side side) {
    boolean some = side == Side.GATEWAY && random.nextBoolean();
    return some ? new QueueBound(random.nextInt(20), random.nextInt(2000)) : new QueueBound(0, 0);
  }

  WindowLimits limits(Side side) {
    return side == Side.GATEWAY
        ? limits
        : new WindowLimits(
            limits.messages(), limits.bytes(), limits.acknowledgeTimeout(), Integer.MAX_VALUE);
  }

  private void startGateway() {
    gateway = new SimulatedGateway(this, peers.size());
    peers.add(gateway);
    gateway.start();
  }

  private void startHost() {
    host = new SimulatedHost(this, peers.size());
    peers.add(host);
    host.start();
  }

  private void befall() {
    if (calm) {
      return;
    }
    SimulatedPeer victim = random.nextBoolean() ? gateway : host;
    if (cuts && victim.isRunning() && random.nextInt(2) == 0) {
      victim.cut();
    }
    if (stops && random.nextInt(4) == 0) {
      victim.stopFor(upTo(millis(6000)));
    }
    if (restarts && random.nextInt(6) == 0) {
      restart(victim);
      if (random.nextInt(3) == 0) {
        restart(victim == host ? gateway : host);
      }
    }
    clock.after(upTo(millis(random.nextInt(5) == 0 ? 3000 : 400)), this::befall);
  }

  private void restart(SimulatedPeer victim) {
    if (victim.kill()) {
      gateway.cutTo(victim);
      host.cutTo(victim);
      clock.after(
          millis(1) + upTo(millis(1500)), victim == gateway ? this::startGateway : this::startHost);
    }
  }

  /** Lives through an eventful time and then a calm one. */
  void run() {
    long eventful = millis(1000) + upTo(millis(20_000));
    for (long time = 0; time < eventful; time += millis(500)) {
      clock.runUntil(time);
      check();
    }
    calm = true;
    // The last restart and the last stop are over by then.
    clock.runUntil(clock.now() + millis(8000));
    gateway.publishNoMore();
    host.publishNoMore();
    long deadline = clock.now() + millis(600_000);
    while (!isQuiet() && clock.now() < deadline) {
      clock.runUntil(clock.now() + millis(500));
      check();
    }
    require(isQuiet(), "something is never delivered");
    gateway.destroy();
    clock.runUntil(clock.now() + millis(3000));
    require(host.isDestroyed(), "DESTROY doesn't come");
    require(gateway.window.isDestroyed(), "DESTROY isn't answered");
    check();
  }

  private boolean isQuiet() {
    return gateway.isQuiet() && host.isQuiet();
  }

  private void check() {
    for (SimulatedPeer peer : peers) {
      peer.check();
    }
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
