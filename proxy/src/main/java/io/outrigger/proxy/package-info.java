/**
 * The module that stands in a gateway for one in another process.
 *
 * <p>To the gateway a {@link io.outrigger.proxy.ProxyModule} is a module as any other, with an
 * inbox and a thread. Its create opens a link, brings the host to life if it is to, and has the
 * remote module created; its receive hands each message to the link, and so does a publisher's
 * thread past the inbox, if that needs no waiting. What the remote module publishes comes on a
 * thread of the link, which waits while the gateway does.
 *
 * <p>Knows links only as {@link io.outrigger.protocol.GatewayLink}, except where one is opened. May
 * import {@code io.outrigger.activation}, {@code io.outrigger.protocol} and {@code
 * io.outrigger.module}.
 */
package io.outrigger.proxy;
