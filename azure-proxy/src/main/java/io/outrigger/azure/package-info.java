/**
 * Outrigger's proxy inside the C gateway's own process, where its {@code java} loader loads {@link
 * io.outrigger.azure.Proxy} as it does any Java module. So that gateway, too, reaches hosts over
 * {@code reqrep}, which loses no message when a host dies: what it may have handled is counted as
 * in doubt, all else goes to the next one.
 *
 * <p>May import {@code io.outrigger.proxy}, {@code io.outrigger.runtime.azure}, {@code
 * io.outrigger.protocol} and {@code io.outrigger.module}.
 *
 * <p><b>Threads.</b> The C gateway calls a module from a thread of its own; what the remote module
 * publishes goes to the C gateway's broker on a thread of the link.
 */
package io.outrigger.azure;
