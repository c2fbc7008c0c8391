package io.outrigger.gateway.configuration;

import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.gateway.GatewayBuilder;
import io.outrigger.runtime.ModuleClass;
import java.util.Optional;

/** How a module comes into the gateway; one for each kind of {@code loader}. */
@FunctionalInterface
interface ModuleLoader {

  /**
   * Adds a module to a gateway, without running any of its code. What is wrong is added to the
   * problems.
   *
   * @return the class that was loaded for it, if one was
   */
  Optional<ModuleClass> add(
      ModuleEntry module, GatewayBuilder builder, ConfigurationProblems problems);
}
