/**
 * The embedded gateway: its configuration, its modules and the links between them.
 *
 * <p>A {@link io.outrigger.gateway.Gateway} is made from a configuration file or by a {@link
 * io.outrigger.gateway.GatewayBuilder}. A message is published to a {@code ModuleBroker}, which
 * brings it along each {@code Link} to the bounded {@code Inbox} of a sink; there the thread of the
 * sink's {@code ModuleRunner} takes it out and hands it to the module. A proxy is a module as any
 * other, but for its {@code Passage}: while its thread has nothing to do, a publisher hands it the
 * message itself.
 *
 * <p><b>Threads.</b> One for each module, which runs all of the module's calls, with that
 * exception; none else. Whoever publishes may be made to wait for a sink, by the rule of the link.
 * Whatever a module throws stays in its own thread.
 *
 * <p>May import {@code io.outrigger.proxy}, {@code io.outrigger.protocol}, {@code
 * io.outrigger.runtime.azure} and {@code io.outrigger.module}.
 */
package io.outrigger.gateway;
