package io.outrigger.protocol.pair;

import io.outrigger.protocol.pair.PairHostSettings.OnGatewayGone;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A gateway and a host with two NN_PAIR channels between them, and what happens to them: all of it,
 * and the measures of it, come from a seed.
 */
final class SimulatedPairWorld {
  private static final boolean TRACE = Boolean.getBoolean("outrigger.simulation.trace");

  final Random random;
  final SimulatedPairClock clock = new SimulatedPairClock();
  final PairSettings settings;
  final PairHostSettings hostSettings;
  final long delayNanos;

  // Measures of this world.
  private final boolean cuts;
  private final boolean kills;
  private final boolean closes;
  private final boolean destroys;
  private final boolean changesUrl;

  /** The one that lives, or null. */
  SimulatedPairGateway gateway;

  SimulatedPairHost host;
  private int gateways;
  private int hosts;

  /** From now on nothing fails. */
  private boolean calm;

  SimulatedPairWorld(long seed) {
    random = new Random(seed);
    delayNanos = millis(random.nextBoolean() ? 1 : 5);
    settings =
        new PairSettings(
            "ipc://control",
            "ipc://message",
            Duration.ofMillis(100 + random.nextInt(1000)),
            1 << 20,
            1 + random.nextInt(random.nextBoolean() ? 10 : 1000),
            1 + random.nextInt(100_000),
            Duration.ofMillis(random.nextInt(5000)));
    hostSettings =
        new PairHostSettings(
            "ipc://control",
            random.nextBoolean() ? OnGatewayGone.WAIT : OnGatewayGone.EXIT,
            Duration.ofMillis(500 + random.nextInt(10_000)),
            Duration.ofMillis(100 + random.nextInt(5000)),
            1 << 20);
    cuts = random.nextInt(4) > 0;
    kills = random.nextBoolean();
    closes = random.nextBoolean();
    destroys = random.nextBoolean();
    changesUrl = random.nextBoolean();
    startHost();
    startGateway();
    happen();
  }

  static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** A time of up to that much. */
  long upTo(long nanos) {
    return (long) (random.nextDouble() * nanos);
  }

  /** The message channel that the next gateway names. */
  String messageUrl() {
    return changesUrl ? "ipc://message" + random.nextInt(2) : "ipc://message";
  }

  boolean isEventful() {
    return !calm;
  }

  /** Whether the owner publishes nothing by itself. */
  boolean isSilent() {
    return calm;
  }

  void trace(String format, Object... arguments) {
    if (TRACE) {
      System.out.printf("%9.3f  %s%n", clock.now() / 1e6, String.format(format, arguments));
    }
  }

  private void startGateway() {
    gateway = new SimulatedPairGateway(this, ++gateways);
  }

  private void startHost() {
    host = new SimulatedPairHost(this, ++hosts);
  }

  void gatewayEnded(SimulatedPairGateway ended) {
    if (ended == gateway) {
      gateway = null;
      clock.after(upTo(millis(random.nextInt(4) == 0 ? 5000 : 300)), this::startGateway);
    }
  }

  void hostEnded(SimulatedPairHost ended) {
    if (gateway != null) {
      gateway.disturb();
    }
    if (ended == host) {
      host = null;
      clock.after(upTo(millis(random.nextInt(4) == 0 ? 5000 : 300)), this::startHost);
    }
  }

  private void happen() {
    if (calm) {
      return;
    }
    if (gateway != null && cuts && random.nextInt(3) == 0) {
      if (random.nextInt(4) == 0) {
        gateway.cutMessages();
      } else {
        gateway.cut(random.nextInt(4) > 0);
      }
    }
    happenToHost();
    happenToGateway();
    clock.after(upTo(millis(random.nextInt(5) == 0 ? 6000 : 1000)), this::happen);
  }

  private void happenToHost() {
    if (host == null || random.nextInt(6) > 0) {
      return;
    }
    if (kills && random.nextBoolean()) {
      host.kill();
    } else if (closes) {
      if (gateway != null) {
        gateway.disturb();
      }
      host.close();
    }
  }

  private void happenToGateway() {
    if (gateway == null || random.nextInt(6) > 0) {
      return;
    }
    if (kills && random.nextInt(3) == 0) {
      gateway.kill();
    } else if (destroys && random.nextBoolean()) {
      gateway.destroyModule();
    } else if (closes) {
      gateway.close();
    }
  }

  /** Lives through an eventful time and then a calm one. */
  void run() {
    clock.runUntil(millis(1000) + upTo(millis(30_000)));
    calm = true;
    // A side that was to end has ended by then.
    clock.runUntil(clock.now() + millis(20_000));
    long deadline = clock.now() + millis(120_000);
    while (!isSettled() && clock.now() < deadline) {
      clock.runUntil(clock.now() + millis(1000));
    }
    require(isSettled(), gateway + " and " + host + " never come together");
    int last = gateway.bringLast();
    clock.runUntil(clock.now() + millis(5000));
    require(gateway.isHandledUpTo(last), "a message of " + gateway + " never comes");
    gateway.checkSums();
  }

  private boolean isSettled() {
    return gateway != null && host != null && gateway.isSettled();
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
