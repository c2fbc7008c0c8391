/**
 * Starts, watches and replaces the instances of hosts: policy, back-off, states.
 *
 * <p>A {@link io.outrigger.supervision.Supervisor} is a pure state machine; a {@link
 * io.outrigger.supervision.HostSupervisor} runs it. What the instances are, processes or something
 * else, is the activation's.
 *
 * <p><b>Threads.</b> None of its own: instances report on theirs, and delays are the JDK's.
 *
 * <p>May import {@code io.outrigger.activation} and {@code io.outrigger.configuration}.
 */
package io.outrigger.supervision;
