/**
 * The conversation between the two sides, in module words: {@link
 * io.outrigger.protocol.GatewayLink} is the gateway's end, {@link io.outrigger.protocol.HostLink}
 * the module host's. Each protocol ({@code reqrep}, {@code pair}) implements both on nanomsg.
 *
 * <p>May import {@code io.outrigger.module}. Neither the bytes nor the sockets are seen here.
 */
package io.outrigger.protocol;
