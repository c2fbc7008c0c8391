package io.outrigger.gateway.configuration;

/**
 * A module as it is configured.
 *
 * @param configuration JSON text for its {@code create}
 * @param inboxMessages how many messages may wait for it
 * @param required whether the gateway doesn't start without it
 */
public record ModuleEntry(
    String name, ModuleLoader loader, String configuration, int inboxMessages, boolean required) {

  /** The same module, and the gateway doesn't start without it. */
  ModuleEntry asRequired() {
    return new ModuleEntry(name, loader, configuration, inboxMessages, true);
  }
}
