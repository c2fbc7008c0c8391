package io.outrigger.gateway;

import io.outrigger.protocol.configuration.ConfigurationObject;
import io.outrigger.protocol.configuration.Nearest;
import io.outrigger.proxy.ProxySettings;
import java.util.List;

/** Chooses the loader that a module's entry names. */
final class Loaders {
  private static final List<String> NAMES = List.of("java", "proxy");

  /** Stands in for what can't be read; a configuration with problems is never loaded. */
  private static final ModuleLoader UNKNOWN =
      module -> {
        throw new IllegalStateException("the loader of " + module + " is unknown");
      };

  private static final String NO_NATIVE =
      "a native module can't run in this gateway's process; it can in one of its own: {\"name\":"
          + " \"outprocess\", \"entrypoint\": {\"activation.type\": \"none\", \"control.id\":"
          + " \"the control id of its native module host\"}}";

  private Loaders() {}

  /**
   * Reads the {@code loader} of a module's entry, and its {@code args} as far as they are the
   * loader's. What is wrong is added to the problems.
   */
  static ModuleLoader read(ConfigurationObject module) {
    ConfigurationObject loader = module.requiredObject("loader");
    String name = loader.requiredString("name");
    ModuleLoader result =
        switch (name) {
          case "java" -> JavaLoader.read(loader);
          case "proxy" -> new ProxyLoader(ProxySettings.read(module.requiredObject("args")));
          case "native" -> unknown(loader, NO_NATIVE);
          case "" -> unknown(loader, null);
          default -> unknown(loader, "no such loader: " + Nearest.hint(name, NAMES, NAMES));
        };
    loader.rejectUnknownKeys();
    return result;
  }

  private static ModuleLoader unknown(ConfigurationObject loader, String problem) {
    if (problem != null) {
      loader.problem("name", problem);
    }
    loader.has("entrypoint");
    return UNKNOWN;
  }
}
