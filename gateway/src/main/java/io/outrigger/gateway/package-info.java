/**
 * The embedded gateway: its modules and the links between them.
 *
 * <p>A {@link io.outrigger.gateway.Gateway} is made by a {@link
 * io.outrigger.gateway.GatewayBuilder}. A message is published to a {@code Router}, which takes it
 * along each {@code Link} to a {@link io.outrigger.protocol.MessageSink}: the bounded {@code Inbox}
 * of a module in this process, whose thread takes it from there, or the session of a proxy.
 *
 * <p><b>Threads.</b> One for each module in this process, which runs all of the module's calls.
 * None for a proxy, but while it is created. One for each module while it is destroyed. A publisher
 * may have to wait for a sink, as the settings of the link say. What a module throws stays in its
 * own thread.
 *
 * <p>May import {@code io.outrigger.proxy}, {@code io.outrigger.runtime}, {@code
 * io.outrigger.protocol} and {@code io.outrigger.module}.
 */
package io.outrigger.gateway;
