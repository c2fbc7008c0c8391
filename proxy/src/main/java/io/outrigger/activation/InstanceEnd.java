package io.outrigger.activation;

import java.util.List;

/**
 * How an instance of a host ended.
 *
 * @param how it ended, after its name: {@code ended with exit code 3}
 * @param status its exit status; 128 and the number of the signal that ended it; -1 if nobody knows
 * @param lastLines the last lines that it printed
 */
public record InstanceEnd(String how, int status, List<String> lastLines) {

  /** It ended as programs do that have done what they were to do. */
  public boolean isClean() {
    return status == 0;
  }

  /** How it ended, and its last lines, each on a line. */
  @Override
  public String toString() {
    return how + printed();
  }

  /** Its last lines, each on a line, to be added to a text. */
  public String printed() {
    return lastLines.isEmpty()
        ? " and has printed nothing"
        : "; its last lines:"
            + System.lineSeparator()
            + String.join(System.lineSeparator(), lastLines);
  }
}
