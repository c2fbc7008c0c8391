package io.outrigger.benchmarks;

import io.outrigger.benchmarks.binding.BindingBench;
import io.outrigger.benchmarks.cost.CostBench;
import io.outrigger.benchmarks.jmh.JmhBench;
import io.outrigger.benchmarks.link.LinkBench;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code bench}. */
@Command(
    name = "bench",
    description = "Measures Outrigger beside C programs that do the same work.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AllBench.class,
      BindingBench.class,
      LinkBench.class,
      CostBench.class,
      JmhBench.class
    })
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs a benchmark; returns the process's exit code. */
  static int run(String... arguments) {
    return new CommandLine(new Bench())
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e))
        .execute(arguments);
  }

  private static int failed(Exception e) {
    if (e instanceof IllegalStateException || e instanceof IOException) {
      System.err.println("bench: " + e.getMessage());
    } else {
      e.printStackTrace();
    }
    return 1;
  }
}
