/**
 * Hosts as processes of the gateway, each under {@code outrigger-launch}: whatever becomes of the
 * gateway, no process is left; an instance's output goes to the gateway's log, by level, bounded.
 *
 * <p><b>Threads.</b> Two for each instance, for its output and for its status; the JDK adds {@code
 * process reaper}.
 *
 * <p>May import {@code io.outrigger.activation}.
 */
package io.outrigger.activation.fork;
