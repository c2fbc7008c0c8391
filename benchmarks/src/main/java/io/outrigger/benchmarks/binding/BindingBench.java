package io.outrigger.benchmarks.binding;

import io.outrigger.benchmarks.BenchOptions;
import io.outrigger.benchmarks.Benchmark;
import io.outrigger.benchmarks.Selection;
import io.outrigger.benchmarks.contest.Contest;
import io.outrigger.benchmarks.process.Endpoints;
import io.outrigger.benchmarks.report.Aim;
import io.outrigger.benchmarks.report.Cell;
import io.outrigger.benchmarks.report.Machine;
import io.outrigger.benchmarks.report.Report;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The Java binding beside C. */
@Command(
    name = "binding",
    description = "The nanomsg binding beside C: messages per second, and round trips.",
    mixinStandardHelpOptions = true)
public final class BindingBench implements Callable<Integer>, Benchmark {
  @Mixin private BenchOptions options;

  @Mixin private Selection selection = new Selection();

  @Override
  public Integer call() throws Exception {
    return options.run(this);
  }

  @Override
  public void measure(BenchOptions options, Report report) throws Exception {
    List<Cell> cells = selection.cells();
    report.begin(
        "binding: the Java binding beside C",
        List.of(
            Machine.describe(),
            "settings: %s, C and Java alternately, medians of the rounds"
                .formatted(options.effort()),
            "sockets: library defaults (128 KiB buffers), NN_RCVMAXSIZE 16 MiB; messages in the"
                + " library's memory (NN_MSG)",
            "JVM options: " + (options.jvmOptions().isEmpty() ? "none" : options.jvmOptions())));
    for (Cell cell : cells) {
      measure(cell, options, report);
    }
  }

  private static void measure(Cell cell, BenchOptions options, Report report)
      throws IOException, InterruptedException {
    Contest oneWay = new Contest(options.effort());
    Contest roundTrip = new Contest(options.effort());
    for (int fork = 0; fork < options.effort().forks(); fork++) {
      try (Endpoints endpoints = new Endpoints();
          Couple c = Couple.c(cell, endpoints);
          Couple java = Couple.java(cell, endpoints, options.jvmOptions(), Peer.class)) {
        oneWay.run(java::oneWay, c::oneWay);
        roundTrip.run(java::roundTrip, c::roundTrip);
      }
    }
    report.add(cell, "messages_per_s", oneWay, 0, Aim.ratioAtLeast(0.95));
    report.add(cell, "rtt_us_p50", roundTrip, 0, Aim.ratioAtMost(1.1));
    report.add(cell, "rtt_us_p99", roundTrip, 1, Aim.NONE);
    report.add(cell, "rtt_us_p999", roundTrip, 2, Aim.NONE);
  }
}
