/**
 * What both protocols need to reach each other over nanomsg: the addresses that it takes, and what
 * its sockets tell.
 *
 * <p>May import {@code io.outrigger.base} and {@code io.outrigger.nanomsg}.
 */
package io.outrigger.protocol.socket;
