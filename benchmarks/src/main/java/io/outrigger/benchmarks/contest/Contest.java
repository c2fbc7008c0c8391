package io.outrigger.benchmarks.contest;

import io.outrigger.benchmarks.Effort;

/** Java and C at the same work, alternately; the one that waits is idle. */
public final class Contest {
  private static final int WARM_UP_SLICES = 10;
  private static final int FIRST_COUNT = 20;

  private final Effort effort;
  private final Samples java = new Samples();
  private final Samples c = new Samples();

  public Contest(Effort effort) {
    this.effort = effort;
  }

  /** Warms both up and adds a number of rounds of each. */
  public void run(Worker javaWorker, Worker cWorker) throws InterruptedException {
    int cCount = countAfterWarmUp(cWorker);
    int javaCount = countAfterWarmUp(javaWorker);
    for (int round = 0; round < effort.rounds(); round++) {
      // Who begins changes, so that a machine that becomes slower or faster favours neither.
      if (round % 2 == 0) {
        c.add(cWorker.work(cCount));
        java.add(javaWorker.work(javaCount));
      } else {
        java.add(javaWorker.work(javaCount));
        c.add(cWorker.work(cCount));
      }
    }
  }

  /** Warms a worker up; returns how much work takes as long as a round should. */
  private int countAfterWarmUp(Worker worker) throws InterruptedException {
    long begin = System.nanoTime();
    int count = FIRST_COUNT;
    double perNano;
    do {
      long sliceBegin = System.nanoTime();
      worker.work(count);
      perNano = count / (double) (System.nanoTime() - sliceBegin);
      // Not more than four times the last: the first slices are slower than what comes.
      count = Math.min(4 * count, count(perNano, effort.warmUp().toNanos() / WARM_UP_SLICES));
    } while (System.nanoTime() - begin < effort.warmUp().toNanos());
    return count(perNano, effort.round().toNanos());
  }

  private static int count(double perNano, long nanos) {
    return (int) Math.max(FIRST_COUNT, perNano * nanos);
  }

  /** The median over all rounds of the number at this index of what Java's worker measured. */
  public double java(int index) {
    return java.median(index);
  }

  /** As {@link #java}, of C's worker. */
  public double c(int index) {
    return c.median(index);
  }
}
