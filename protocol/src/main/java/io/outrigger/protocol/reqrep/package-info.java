/**
 * The {@code reqrep} protocol: each side listens on an NN_REP socket and sends on an NN_REQ socket
 * that is connected to the other's listener.
 *
 * <p>{@link io.outrigger.protocol.reqrep.RequestSender} owns the sending socket, {@link
 * io.outrigger.protocol.reqrep.RequestListener} the listening one; both links are made of one of
 * each. Both sockets are raw: a cooked NN_REQ holds a single request and replaces it silently when
 * the next one comes, and a cooked NN_REP can't answer a request after it has taken another.
 *
 * <p>May import {@code io.outrigger.nanomsg}, {@code io.outrigger.protocol}, {@code
 * io.outrigger.protocol.link}, {@code io.outrigger.protocol.wire} and {@code
 * io.outrigger.protocol.configuration}.
 *
 * <p><b>Threads.</b> A sender has one that reads replies and watches the connection, a listener one
 * that receives. Module code runs on neither: a bounded {@link io.outrigger.protocol.link.Mailbox}
 * lies between the listener and whoever handles what came.
 */
package io.outrigger.protocol.reqrep;
