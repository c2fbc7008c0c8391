package io.outrigger.gateway;

/**
 * A module as it is configured.
 *
 * @param configuration JSON text for its {@code create}
 */
record ModuleEntry(String name, ModuleLoader loader, String configuration, Inbox.Bound bound) {}
