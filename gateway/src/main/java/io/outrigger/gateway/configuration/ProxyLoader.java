package io.outrigger.gateway.configuration;

import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.gateway.GatewayBuilder;
import io.outrigger.proxy.ProxySettings;
import io.outrigger.runtime.ModuleClass;
import java.util.Optional;

/** Adds a proxy: loaders {@code proxy} and {@code outprocess}. */
record ProxyLoader(ProxySettings settings) implements ModuleLoader {

  @Override
  public Optional<ModuleClass> add(
      ModuleEntry module, GatewayBuilder builder, ConfigurationProblems problems) {
    builder.proxy(module.name(), settings, module.inboxMessages());
    return Optional.empty();
  }
}
