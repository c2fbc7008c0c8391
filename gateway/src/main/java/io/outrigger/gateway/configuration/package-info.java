/**
 * The gateway's configuration file: {@link
 * io.outrigger.gateway.configuration.GatewayConfiguration#open} makes a gateway of it.
 *
 * <p>All problems of a file are reported together, each with its place. Classes are loaded only
 * when the file has none.
 *
 * <p>May import {@code io.outrigger.gateway}, {@code io.outrigger.proxy}, {@code
 * io.outrigger.runtime} and {@code io.outrigger.configuration}. Starts no threads.
 */
package io.outrigger.gateway.configuration;
