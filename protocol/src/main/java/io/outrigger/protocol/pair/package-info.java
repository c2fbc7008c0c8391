/**
 * The {@code pair} protocol: two NN_PAIR channels, which the host binds and the gateway connects
 * to. The control channel carries CREATE, REPLY, START and DESTROY, the message channel gateway
 * messages both ways. It is what the C gateway speaks with its {@code outprocess} modules.
 *
 * <p><b>State machines</b>, without sockets, threads or clocks: {@link
 * io.outrigger.protocol.pair.GatewayMachine} and {@link io.outrigger.protocol.pair.SendQueue} on
 * the gateway's side, {@link io.outrigger.protocol.pair.HostMachine} on the host's. Events and
 * times go in, actions come out. Recorded and random schedules test them.
 *
 * <p><b>Drivers</b> own the locks, threads and clocks, tell a machine what happens and carry out
 * what it decides: PairGatewaySession, Outbox and PairHostSession.
 *
 * <p><b>Channels</b>: {@link io.outrigger.protocol.pair.PairConnection} owns a socket, or one after
 * the other; {@link io.outrigger.protocol.pair.PairChannel} adds the thread that receives from it;
 * {@link io.outrigger.protocol.pair.ControlChannel} and {@link
 * io.outrigger.protocol.pair.MessageChannel} extend it with the packets and the messages, and each
 * side extends those with what it does with them. Both sessions are made of one of each. {@link
 * io.outrigger.protocol.pair.StaleGreeting} is the workaround for what nanomsg remembers of a dead
 * connection.
 *
 * <p>Nothing in this protocol acknowledges a message, and NN_PAIR drops what is buffered when
 * either end closes. So a host that ends in order says DETACH when it has sent all, a gateway that
 * takes it reads on until nothing more comes before it answers or closes, and the host closes last.
 *
 * <p>May import {@code io.outrigger.nanomsg}, {@code io.outrigger.protocol}, {@code
 * io.outrigger.base}, {@code io.outrigger.protocol.wire} and {@code io.outrigger.configuration}.
 *
 * <p><b>Threads.</b> Each channel has one that receives; a gateway's Outbox has one that sends kept
 * messages. A host's module runs on the thread that is in {@code run}. The control channel's thread
 * ends the module's waits in publish when the gateway is gone, as the module may keep the other
 * thread waiting. A gateway's messages are published on the thread of the message channel, as
 * nothing needs to be answered there.
 */
package io.outrigger.protocol.pair;
