package io.outrigger.benchmarks;

import io.outrigger.benchmarks.binding.BindingBench;
import io.outrigger.benchmarks.cost.CostBench;
import io.outrigger.benchmarks.link.LinkBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What {@code docs/performance.md} shows. */
@Command(
    name = "all",
    description = "binding, link and cost, one after the other.",
    mixinStandardHelpOptions = true)
final class AllBench implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Override
  public Integer call() throws Exception {
    return options.run(new BindingBench(), new LinkBench(), new CostBench());
  }
}
