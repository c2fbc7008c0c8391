package io.outrigger.activation;

import java.util.ArrayList;
import java.util.List;

/**
 * What to run as a module host.
 *
 * @param path of the executable
 * @param arguments for it
 */
public record HostProgram(String path, List<String> arguments) {

  /** In the environment of a host that the gateway has started: {@code 1}. */
  static final String FORKED_VARIABLE = "OUTRIGGER_FORKED";

  /**
   * An ignored signal stays ignored in what is executed, so that a Ctrl-C, which a terminal sends
   * to the host as well, doesn't end it before its DESTROY. The process id stays the same.
   */
  private static final String IGNORE_SIGINT_AND_RUN = "trap '' INT; exec \"$0\" \"$@\"";

  ProcessBuilder processBuilder() {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", IGNORE_SIGINT_AND_RUN, path));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(FORKED_VARIABLE, "1");
    return builder;
  }

  /** As one would type it. */
  @Override
  public String toString() {
    return (path + " " + String.join(" ", arguments)).strip();
  }
}
