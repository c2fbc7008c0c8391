package io.outrigger.protocol.pair;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A gateway and a host live through thousands of random schedules of lost connections, delays, slow
 * modules, ends in order and without, and restarts.
 *
 * <p>{@code -Doutrigger.simulations=} sets how many at least, {@code
 * -Doutrigger.simulation.seconds=} for how long at least; {@code -Doutrigger.simulation.seed=}
 * repeats one, and {@code -Doutrigger.simulation.trace=true} shows it.
 */
class PairSimulationTest {
  private static final int COUNT = Integer.getInteger("outrigger.simulations", 2000);
  private static final long SECONDS = Long.getLong("outrigger.simulation.seconds", 0);

  @Test
  void modulesLiveInOrderAndMessagesAreCounted() {
    Long seed = Long.getLong("outrigger.simulation.seed");
    if (seed != null) {
      live(seed);
      return;
    }
    Random seeds = new Random();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    int lived = 0;
    for (; lived < COUNT || System.nanoTime() < end; lived++) {
      live(seeds.nextLong());
    }
    System.out.println(lived + " random schedules of pair");
  }

  private static void live(long seed) {
    try {
      new SimulatedPairWorld(seed).run();
    } catch (AssertionError | RuntimeException e) {
      fail(e.getMessage() + "; repeat with -Doutrigger.simulation.seed=" + seed, e);
    }
  }
}
