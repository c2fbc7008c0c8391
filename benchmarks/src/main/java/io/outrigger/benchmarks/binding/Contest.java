package io.outrigger.benchmarks.binding;

import io.outrigger.benchmarks.Effort;
import io.outrigger.benchmarks.binding.Couple.Work;
import io.outrigger.benchmarks.process.Endpoints;
import io.outrigger.benchmarks.report.Cell;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Java and C at the same work, in turn; the one that waits for its turn is idle. */
final class Contest {
  private static final int WARM_UP_SLICES = 10;

  private final Effort effort;
  private final Map<Work, Samples> java = new EnumMap<>(Work.class);
  private final Map<Work, Samples> c = new EnumMap<>(Work.class);

  Contest(Effort effort) {
    this.effort = effort;
    for (Work work : Work.values()) {
      java.put(work, new Samples());
      c.put(work, new Samples());
    }
  }

  void run(Cell cell, List<String> jvmOptions) throws IOException, InterruptedException {
    for (int fork = 0; fork < effort.forks(); fork++) {
      try (Endpoints endpoints = new Endpoints();
          Couple cCouple = Couple.c(cell, endpoints);
          Couple javaCouple = Couple.java(cell, endpoints, jvmOptions)) {
        for (Work work : Work.values()) {
          run(work, cCouple, javaCouple);
        }
      }
    }
  }

  private void run(Work work, Couple cCouple, Couple javaCouple) throws InterruptedException {
    int cCount = countAfterWarmUp(work, cCouple);
    int javaCount = countAfterWarmUp(work, javaCouple);
    for (int round = 0; round < effort.rounds(); round++) {
      // Who begins changes, so that a machine that becomes slower or faster favours neither.
      if (round % 2 == 0) {
        measure(work, cCouple, cCount, c);
        measure(work, javaCouple, javaCount, java);
      } else {
        measure(work, javaCouple, javaCount, java);
        measure(work, cCouple, cCount, c);
      }
    }
  }

  private int countAfterWarmUp(Work work, Couple couple) throws InterruptedException {
    double perSecond =
        couple.warmUp(work, effort.warmUp(), effort.warmUp().dividedBy(WARM_UP_SLICES));
    return Couple.countFor(perSecond, effort.round());
  }

  private static void measure(Work work, Couple couple, int count, Map<Work, Samples> samples)
      throws InterruptedException {
    long[] nanos = couple.run(work, count);
    if (work == Work.ONE_WAY) {
      samples.get(work).add((count - 1) * 1e9 / nanos[0]);
    } else {
      samples.get(work).add(nanos[0] / 1e3, nanos[1] / 1e3, nanos[2] / 1e3);
    }
  }

  /** Messages per second at index 0 of one-way; microseconds at 0 to 2 of round trips. */
  double java(Work work, int index) {
    return java.get(work).median(index);
  }

  double c(Work work, int index) {
    return c.get(work).median(index);
  }
}
