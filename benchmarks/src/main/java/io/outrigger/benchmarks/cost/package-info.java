/**
 * {@code bench cost}: what gateway and hosts need on a small device: the time until a host answers,
 * memory, threads.
 */
package io.outrigger.benchmarks.cost;
