package io.outrigger.benchmarks.cost;

import io.outrigger.benchmarks.Effort;
import java.util.List;

/**
 * How much is measured.
 *
 * @param hosts that are started one after the other
 * @param messages that each of them gets and sends back
 * @param remotes how many proxies the gateways have, each with a host of its own
 * @param inProcess how many modules the gateways have in their own process
 */
record CostEffort(int hosts, int messages, List<Integer> remotes, List<Integer> inProcess) {
  private static final CostEffort FULL =
      new CostEffort(9, 100_000, List.of(1, 10, 100), List.of(1, 10, 100));
  private static final CostEffort QUICK =
      new CostEffort(3, 100_000, List.of(1, 10), List.of(1, 100));
  private static final CostEffort SMOKE = new CostEffort(1, 100, List.of(2), List.of(2));

  static CostEffort of(Effort effort) {
    if (effort == Effort.SMOKE) {
      return SMOKE;
    }
    return effort == Effort.QUICK ? QUICK : FULL;
  }

  @Override
  public String toString() {
    return "%d hosts one after the other, %d messages each; gateways with %s proxies, and with %s modules"
        .formatted(hosts, messages, remotes, inProcess);
  }
}
