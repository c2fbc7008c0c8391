/** How two at the same work are compared. */
package io.outrigger.benchmarks.contest;
