/**
 * {@code bench link}: from module to module through the whole path (broker, proxy, wire, sockets,
 * host), beside the raw C programs of {@code bench binding} in the same run.
 *
 * <p>The gateway and its host are started as a user starts them, with the distribution's launchers
 * and their settings. The modules measure: {@code io.outrigger.benchmarks.link.modules}.
 *
 * <p>{@link io.outrigger.benchmarks.link.MessagePeer} is what would be left if all of that cost
 * nothing.
 */
package io.outrigger.benchmarks.link;
