package io.outrigger.benchmarks.contest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the rounds of one measurement gave, number by number. */
public final class Samples {
  private final List<double[]> rounds = new ArrayList<>();

  /** Adds what a round gave. */
  public void add(double... numbers) {
    rounds.add(numbers);
  }

  /** The median over the rounds of the number at this index. */
  public double median(int index) {
    double[] sorted = rounds.stream().mapToDouble(round -> round[index]).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }
}
