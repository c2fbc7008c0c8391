package io.outrigger.benchmarks;

import io.outrigger.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every benchmark has. */
public final class BenchOptions {
  @Option(names = "--json", paramLabel = "FILE", description = "write the rows to this file too")
  private Path json;

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

  /** Writes the JSON file if one was asked for. */
  public void finish(Report report) throws IOException {
    if (json != null) {
      report.writeJson(json);
    }
  }
}
