/**
 * {@code bench binding}: {@code io.outrigger.nanomsg} beside a C program that does the same work.
 *
 * <p>{@link io.outrigger.benchmarks.binding.Peer} and {@code binding-peer.c} are each one side of a
 * conversation, with the same commands. {@link io.outrigger.benchmarks.binding.BindingBench} starts
 * two of each and lets the C couple and the Java couple measure alternately.
 */
package io.outrigger.benchmarks.binding;
