package io.outrigger.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/** What the tests expect of a problem collection. */
final class Problems {
  private Problems() {}

  /** The lines that a user would read; none when all is well. */
  static List<String> of(ConfigurationProblems problems) {
    try {
      problems.throwIfAny();
      return List.of();
    } catch (ConfigurationException e) {
      return e.getMessage().lines().toList();
    }
  }

  static void assertNone(ConfigurationProblems problems) {
    assertEquals(List.of(), of(problems));
  }
}
