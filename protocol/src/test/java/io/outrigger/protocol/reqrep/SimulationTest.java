package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A gateway and a host live through thousands of random schedules of lost connections, delays, lost
 * and repeated packets, stops and restarts.
 *
 * <p>{@code -Doutrigger.simulations=} sets how many; {@code -Doutrigger.simulation.seed=} repeats
 * one, and {@code -Doutrigger.simulation.trace=true} shows it.
 */
class SimulationTest {
  private static final int COUNT = Integer.getInteger("outrigger.simulations", 2000);

  @Test
  void everythingIsDeliveredInOrderOnceAndCounted() {
    Long seed = Long.getLong("outrigger.simulation.seed");
    if (seed != null) {
      live(seed);
      return;
    }
    Random seeds = new Random();
    for (int i = 0; i < COUNT; i++) {
      live(seeds.nextLong());
    }
  }

  private static void live(long seed) {
    try {
      new SimulatedWorld(seed).run();
    } catch (AssertionError | RuntimeException e) {
      fail(e.getMessage() + "; repeat with -Doutrigger.simulation.seed=" + seed, e);
    }
  }
}
