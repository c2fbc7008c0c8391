package io.outrigger.gateway.configuration;

import io.outrigger.gateway.LinkSettings;

/**
 * A link as it is configured.
 *
 * @param source the name of a module, or {@link io.outrigger.gateway.GatewayBuilder#ALL}
 */
public record LinkEntry(String source, String sink, LinkSettings settings) {}
