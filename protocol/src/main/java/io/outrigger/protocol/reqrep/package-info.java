/**
 * The {@code reqrep} protocol: each side listens on an NN_REP socket and sends on an NN_REQ socket
 * that is connected to the other's listener.
 *
 * <p>What is sent, taken, answered and sent again when, is decided by two state machines without
 * sockets, threads or clocks: {@link io.outrigger.protocol.reqrep.SendWindow} and {@link
 * io.outrigger.protocol.reqrep.Streams}. {@code docs/reqrep.md} describes them. {@link
 * io.outrigger.protocol.reqrep.RequestSender} and {@link
 * io.outrigger.protocol.reqrep.RequestListener} bring them together with sockets and threads; both
 * sessions are made of one of each. Both sockets are raw: a cooked NN_REQ holds a single request
 * and replaces it silently when the next one comes, and a cooked NN_REP can't answer a request
 * after it has taken another.
 *
 * <p>Every packet carries the identity of its session and a base in its route ({@link
 * io.outrigger.protocol.reqrep.Route}), so a listener knows whose it is and what belongs before it.
 *
 * <p>May import {@code io.outrigger.nanomsg}, {@code io.outrigger.protocol}, {@code
 * io.outrigger.base}, {@code io.outrigger.protocol.wire}, {@code io.outrigger.protocol.socket} and
 * {@code io.outrigger.configuration}.
 *
 * <p><b>Threads.</b> A sender has one that takes answers, checks the connection and waits for a
 * full socket; a listener has one that receives. A gateway's session publishes on its listener's
 * thread, and tells its owner about the host on its sender's thread. Module code runs on neither: a
 * host's session has a bounded queue between its listener and the thread that calls {@code run}.
 */
package io.outrigger.protocol.reqrep;
