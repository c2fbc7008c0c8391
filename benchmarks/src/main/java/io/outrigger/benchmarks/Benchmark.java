package io.outrigger.benchmarks;

import io.outrigger.benchmarks.report.Report;

/** Measures, and reports each number as soon as it is there. */
@FunctionalInterface
public interface Benchmark {
  void measure(BenchOptions options, Report report) throws Exception;
}
