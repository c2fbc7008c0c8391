/** The processes that a benchmark starts. */
package io.outrigger.benchmarks.process;
