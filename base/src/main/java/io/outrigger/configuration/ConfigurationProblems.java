package io.outrigger.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that is wrong with a configuration, collected so that its user sees everything at once. */
public final class ConfigurationProblems {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem problem) -> problem.where().file())
          .thenComparing(problem -> problem.where().line())
          .thenComparing(problem -> problem.where().column());

  private final List<Problem> problems = new ArrayList<>();

  private record Problem(Location where, String text) {}

  /**
   * @param text what is wrong, the value seen, and what it must be
   */
  public void add(Location where, String text) {
    problems.add(new Problem(where, text));
  }

  /** Throws one exception for all problems so far, in the order of their places in the file. */
  public void throwIfAny() throws ConfigurationException {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          problems.stream()
              .sorted(BY_PLACE)
              .map(problem -> problem.where() + ": " + problem.text())
              .toList());
    }
  }
}
