package io.outrigger.gateway;

/** How a module comes into the gateway; one for each kind of {@code loader}. */
@FunctionalInterface
interface ModuleLoader {

  /**
   * Gets a module ready to be made, without running any of its code.
   *
   * @param module its name
   */
  LoadedModule load(String module) throws ModuleLoadException;
}
