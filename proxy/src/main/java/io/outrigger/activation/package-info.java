/**
 * How a module host comes to life, and how it ends.
 *
 * <p>Either someone else starts it, and nothing is done here, or the gateway runs it as a process:
 * its output goes to the gateway's log, its death is told at once, and at the end it is given time,
 * then SIGTERM, then SIGKILL. A host started here ignores the SIGINT of a terminal's Ctrl-C, which
 * goes to its whole process group: it is to end by the gateway's DESTROY.
 *
 * <p><b>Threads.</b> One for the output of each process; the end of a process is told on one of the
 * JDK's.
 *
 * <p>May import {@code io.outrigger.protocol} and its configuration.
 */
package io.outrigger.activation;
