/**
 * What the links of both protocols are built from: a bounded queue between threads, a bounded log,
 * the ends of threads, and the addresses that nanomsg takes.
 *
 * <p>Knows no packet and no socket, and imports only the JDK and slf4j. Starts no threads.
 */
package io.outrigger.protocol.link;
