/**
 * The program {@code outrigger gateway FILE}: {@link io.outrigger.gateway.command.GatewayCommand}.
 *
 * <p>May import {@code io.outrigger.gateway}, {@code io.outrigger.gateway.configuration}, {@code
 * io.outrigger.runtime} and {@code io.outrigger.configuration}.
 */
package io.outrigger.gateway.command;
