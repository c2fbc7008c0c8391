/**
 * Bytes and values, nothing else: the gateway message, the packets of {@code reqrep} and the
 * control packets of {@code pair}. The format is described in {@code docs/wire-format.md}; the
 * offsets named here point at it.
 *
 * <p>Knows no sockets and no threads, and imports only {@code io.outrigger.module}. What comes from
 * outside is checked before anything is allocated from it; what is wrong with it is a {@link
 * io.outrigger.protocol.wire.WireException} and never another exception.
 */
package io.outrigger.protocol.wire;
