package io.outrigger.benchmarks.jmh;

import io.outrigger.benchmarks.BenchOptions;
import io.outrigger.benchmarks.report.Machine;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs this package's JMH benchmarks, with the garbage that each operation makes. */
@Command(
    name = "jmh",
    description = "The call, the codec and the memory by themselves (JMH); --json is JMH's own.",
    mixinStandardHelpOptions = true)
public final class JmhBench implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "only those whose name it finds itself in",
      defaultValue = ".*")
  private String pattern;

  @Override
  public Integer call() throws Exception {
    System.out.println(Machine.describe());
    ChainedOptionsBuilder run =
        new OptionsBuilder()
            .include("\\.jmh\\..*" + pattern)
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend("--enable-native-access=ALL-UNNAMED")
            .jvmArgsAppend(options.jvmOptions().toArray(String[]::new))
            .forks(options.effort().forks())
            .shouldFailOnError(true);
    TimeValue round = TimeValue.milliseconds(options.effort().round().toMillis());
    run.warmupIterations(options.effort().rounds()).warmupTime(round);
    run.measurementIterations(options.effort().rounds()).measurementTime(round);
    options
        .json()
        .ifPresent(file -> run.resultFormat(ResultFormatType.JSON).result(file.toString()));
    new Runner(run.build()).run();
    return 0;
  }
}
