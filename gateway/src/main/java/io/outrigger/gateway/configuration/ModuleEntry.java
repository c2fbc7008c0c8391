package io.outrigger.gateway.configuration;

/**
 * A module as it is configured.
 *
 * @param configuration JSON text for its {@code create}
 * @param inboxMessages how many messages may wait for it
 */
public record ModuleEntry(
    String name, ModuleLoader loader, String configuration, int inboxMessages) {}
