/**
 * Peers that are simpler than a {@code reqrep} link: C programs on ordinary NN_REQ and NN_REP
 * sockets that know nothing but the packets, and {@code nngcat}, which shares no code with
 * libnanomsg. All are processes; the links they meet run in the test.
 */
package io.outrigger.interop.peers;
