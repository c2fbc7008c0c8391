/**
 * The conversation between the two sides, in module words: {@link
 * io.outrigger.protocol.GatewaySession} is the gateway's end, {@link
 * io.outrigger.protocol.HostSession} the module host's. Each {@link io.outrigger.protocol.Protocol}
 * ({@code reqrep}, {@code pair}) implements both on nanomsg.
 *
 * <p>May import {@code io.outrigger.module}, {@code io.outrigger.base} and {@code
 * io.outrigger.configuration}. Neither the bytes nor the sockets are seen here.
 */
package io.outrigger.protocol;
