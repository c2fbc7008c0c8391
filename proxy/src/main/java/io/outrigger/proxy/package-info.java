/**
 * What stands in a gateway for a module in another process.
 *
 * <p>A {@link io.outrigger.proxy.ProxyModule} opens a session, brings the host to life if it is to,
 * and has the remote module created. The session is the sink of the remote module's messages: there
 * is no inbox and no thread between. What the remote module publishes comes on a thread of the
 * session, which waits while the gateway does.
 *
 * <p>May import {@code io.outrigger.activation}, {@code io.outrigger.protocol}, {@code
 * io.outrigger.configuration}, {@code io.outrigger.base} and {@code io.outrigger.module}.
 */
package io.outrigger.proxy;
