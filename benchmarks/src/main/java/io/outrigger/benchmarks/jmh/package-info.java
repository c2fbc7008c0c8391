/**
 * {@code bench jmh}: what a call into the library, the codec and a message's memory cost by
 * themselves, in nanoseconds and in bytes of garbage, measured by JMH.
 */
package io.outrigger.benchmarks.jmh;
