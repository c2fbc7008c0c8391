package io.outrigger.benchmarks.contest;

/** Processes that do one kind of work when told, and nothing else. */
@FunctionalInterface
public interface Worker {

  /**
   * Does this much work.
   *
   * @param count of messages or round trips
   * @return what was measured, in the units of the report; how many numbers depends on the work
   */
  double[] work(int count) throws InterruptedException;
}
