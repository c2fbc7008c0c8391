package io.outrigger.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what the user probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * What to say of a word that isn't known.
   *
   * @param free the words that could be meant
   * @param known all words, to be named when none looks like it
   */
  public static String hint(String word, Collection<String> free, Collection<String> known) {
    Optional<String> nearest = of(word, free);
    if (nearest.isPresent()) {
      return "did you mean " + Quoted.of(nearest.get()) + "?";
    }
    return known.isEmpty()
        ? "none is known here"
        : "known are " + known.stream().map(Quoted::of).collect(Collectors.joining(", "));
  }

  /** The word that could be meant, if one looks like it. */
  static Optional<String> of(String word, Collection<String> free) {
    return free.stream()
        .filter(candidate -> resembles(word, candidate))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  private static boolean resembles(String word, String candidate) {
    return candidate.startsWith(word + ".")
        || distance(word, candidate) <= Math.max(2, word.length() / 3);
  }

  /**
   * The least number of letters to insert, delete or replace, or of neighbours to swap, that turns
   * one word into the other (the optimal string alignment distance). Case doesn't count.
   */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] least = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        least[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, least);
      }
    }
    return least[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] least) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best =
        Math.min(
            least[i - 1][j - 1] + (same ? 0 : 1),
            Math.min(least[i - 1][j] + 1, least[i][j - 1] + 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, least[i - 2][j - 2] + 1) : best;
  }
}
