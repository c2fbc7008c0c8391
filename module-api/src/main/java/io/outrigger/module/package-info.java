/**
 * What the author of a gateway module sees.
 *
 * <p>A module is a class that implements {@link io.outrigger.module.GatewayModule}. It runs in the
 * gateway's own process or in one of its own, and can't tell which: nothing here speaks of sockets
 * or processes, and the same class serves both.
 *
 * <p>This package needs nothing but the JDK, and everything else in Outrigger may import it.
 *
 * <p><b>Threads.</b> All calls of one module instance ({@code create}, {@code start}, {@code
 * receive}, {@code destroy}) come one at a time, from one thread. A {@link
 * io.outrigger.module.Broker} may be called from any thread.
 */
package io.outrigger.module;
