package io.outrigger.benchmarks.binding;

import io.outrigger.benchmarks.BenchOptions;
import io.outrigger.benchmarks.Selection;
import io.outrigger.benchmarks.binding.Couple.Work;
import io.outrigger.benchmarks.report.Aim;
import io.outrigger.benchmarks.report.Cell;
import io.outrigger.benchmarks.report.Machine;
import io.outrigger.benchmarks.report.Report;
import io.outrigger.benchmarks.report.Row;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The Java binding beside C. */
@Command(
    name = "binding",
    description = "The nanomsg binding beside C: messages per second, and round trips.",
    mixinStandardHelpOptions = true)
public final class BindingBench implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Mixin private Selection selection;

  @Override
  public Integer call() throws Exception {
    List<Cell> cells = selection.cells();
    Report report = new Report(System.out);
    report.begin(
        List.of(
            Machine.describe(),
            "settings: %s, C and Java in turn, medians of the rounds".formatted(options.effort()),
            "sockets: library defaults (128 KiB buffers), NN_RCVMAXSIZE 16 MiB; messages in the"
                + " library's memory (NN_MSG)",
            "JVM options: " + (options.jvmOptions().isEmpty() ? "none" : options.jvmOptions())));
    for (Cell cell : cells) {
      Contest contest = new Contest(options.effort());
      contest.run(cell, options.jvmOptions());
      report(report, cell, contest);
    }
    options.finish(report);
    return 0;
  }

  private static void report(Report report, Cell cell, Contest contest) {
    report.add(row(cell, "messages_per_s", contest, Work.ONE_WAY, 0), Aim.ratioAtLeast(0.95));
    report.add(row(cell, "rtt_us_p50", contest, Work.ROUND_TRIP, 0), Aim.ratioAtMost(1.1));
    report.add(row(cell, "rtt_us_p99", contest, Work.ROUND_TRIP, 1), Aim.NONE);
    report.add(row(cell, "rtt_us_p999", contest, Work.ROUND_TRIP, 2), Aim.NONE);
  }

  private static Row row(Cell cell, String metric, Contest contest, Work work, int index) {
    return Row.of(cell, metric, contest.java(work, index), contest.c(work, index));
  }
}
