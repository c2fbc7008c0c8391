/**
 * What all sides are built from: a bounded queue between threads, a bounded log, and the ends of
 * threads.
 *
 * <p>Knows no packet, no socket and no module, and imports only the JDK and slf4j. Starts no
 * threads.
 */
package io.outrigger.base;
