/**
 * The {@code pair} protocol: two NN_PAIR channels, which the host binds and the gateway connects
 * to. The control channel carries CREATE, REPLY, START and DESTROY, the message channel gateway
 * messages both ways. It is what the C gateway speaks with its {@code outprocess} modules.
 *
 * <p>{@link io.outrigger.protocol.pair.PairConnection} owns a socket, or one after the other;
 * {@link io.outrigger.protocol.pair.PairSocket} adds the thread that receives from it; {@link
 * io.outrigger.protocol.pair.ControlChannel} and {@link io.outrigger.protocol.pair.MessageChannel}
 * add the packets and the messages. Both links are made of one of each.
 *
 * <p>Nothing in this protocol acknowledges a message, and NN_PAIR drops what is buffered when
 * either end closes. So a host that ends in order says DETACH when it has sent all, a gateway that
 * takes it reads on until nothing more comes before it answers or closes, and the host closes last.
 *
 * <p>May import {@code io.outrigger.nanomsg}, {@code io.outrigger.protocol}, {@code
 * io.outrigger.base}, {@code io.outrigger.protocol.wire} and {@code io.outrigger.configuration}.
 *
 * <p><b>Threads.</b> Each channel has one that receives. A host's module runs on the thread that is
 * in {@code run}; that its gateway has gone the module hears from the control channel's thread, as
 * it may wait in publish on the other. A gateway's messages are published on the thread of the
 * message channel, as nothing needs to be answered there.
 */
package io.outrigger.protocol.pair;
