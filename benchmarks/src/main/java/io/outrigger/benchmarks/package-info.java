/**
 * Measures Outrigger side by side with C programs that do the same work. {@code
 * io.outrigger.benchmarks.Bench} is the command; how to use it and what it found is in {@code
 * docs/performance.md}.
 *
 * <p>Nothing imports this. What is measured runs in processes of its own, which get their commands
 * as lines on stdin and answer on stdout; the process of the command itself is idle meanwhile.
 */
package io.outrigger.benchmarks;
