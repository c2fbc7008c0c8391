package io.outrigger.benchmarks;

import io.outrigger.benchmarks.report.Cell;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that choose what is measured; everything unless they say otherwise. */
public final class Selection {
  private static final List<String> PROTOCOLS = List.of("pair", "reqrep");
  private static final List<String> TRANSPORTS = List.of("ipc", "tcp");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--protocol", split = ",", description = "pair, reqrep or both: pair,reqrep")
  private List<String> protocols = PROTOCOLS;

  @Option(names = "--transport", split = ",", description = "ipc, tcp or both: ipc,tcp")
  private List<String> transports = TRANSPORTS;

  @Option(names = "--bytes", split = ",", description = "of a message: ${DEFAULT-VALUE}")
  private List<Integer> sizes = List.of(100, 1024, 65536);

  /** Every combination of what was chosen. */
  public List<Cell> cells() {
    check("--protocol", protocols, PROTOCOLS);
    check("--transport", transports, TRANSPORTS);
    List<Cell> cells = new ArrayList<>();
    for (String protocol : protocols) {
      for (String transport : transports) {
        for (int size : sizes) {
          cells.add(new Cell(protocol, transport, checkSize(size)));
        }
      }
    }
    return cells;
  }

  private void check(String option, List<String> chosen, List<String> known) {
    for (String value : chosen) {
      if (!known.contains(value)) {
        throw new ParameterException(
            command.commandLine(),
            option + " " + value + ": it must be " + String.join(" or ", known));
      }
    }
  }

  private int checkSize(int size) {
    if (size < 1 || size > 1 << 20) {
      throw new ParameterException(
          command.commandLine(), "--bytes " + size + ": it must be 1 to 1048576");
    }
    return size;
  }
}
