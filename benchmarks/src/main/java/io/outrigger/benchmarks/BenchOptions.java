package io.outrigger.benchmarks;

import io.outrigger.benchmarks.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every benchmark has. */
public final class BenchOptions {
  @Option(names = "--json", paramLabel = "FILE", description = "write the rows to this file too")
  private Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description =
          "put the tables into this file too, between its lines <!-- results --> and <!-- end -->")
  private Path markdown;

  @Option(names = "--quick", description = "run for under two minutes: a first impression")
  private boolean quick;

  @Option(names = "--smoke", hidden = true, description = "only show that everything works")
  private boolean smoke;

  @Option(
      names = "--jvm-option",
      paramLabel = "OPTION",
      description = "for the Java processes that are measured; may be repeated")
  private List<String> jvmOptions = List.of();

  /** How long to measure. */
  public Effort effort() {
    if (smoke) {
      return Effort.SMOKE;
    }
    return quick ? Effort.QUICK : Effort.FULL;
  }

  public List<String> jvmOptions() {
    return jvmOptions;
  }

  /** Where to write the rows, if asked for. */
  public Optional<Path> json() {
    return Optional.ofNullable(json);
  }

  /** Runs benchmarks one after the other and writes the files that were asked for. */
  public int run(Benchmark... benchmarks) throws Exception {
    if (json != null) {
      checkFolder(json);
    }
    if (markdown != null) {
      Report.checkMarkdown(markdown);
    }
    Report report = new Report(System.out);
    for (Benchmark benchmark : benchmarks) {
      benchmark.measure(this, report);
    }
    if (json != null) {
      report.writeJson(json);
    }
    if (markdown != null) {
      report.writeMarkdown(markdown);
    }
    return 0;
  }

  /** Before the work is done, not after it. */
  private static void checkFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isWritable(folder)) {
      throw new IllegalStateException(
          "--json " + file + ": " + folder + " isn't a folder that can be written to");
    }
  }
}
