package io.outrigger.gateway;

import io.outrigger.protocol.configuration.ConfigurationObject;
import io.outrigger.protocol.configuration.Nearest;
import io.outrigger.proxy.ProxySettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loaders that modules can name: one for each type, by the type's own name, and those that the
 * list {@code loaders} of a C gateway's file gives other names. What that list configures, such as
 * the options of a JVM, is the C gateway's affair and has no effect here.
 */
final class Loaders {
  private static final String JAVA = "java";
  private static final String PROXY = "proxy";
  private static final String OUTPROCESS = "outprocess";

  /** Those of the C gateway that run their modules inside it. */
  private static final List<String> FOREIGN = List.of("native", "node", "dotnet", "dotnetcore");

  private static final String INSTEAD =
      " modules can't run in this gateway's process, but in one of their own. For a native module:"
          + " \"loader\": {\"name\": \"outprocess\", \"entrypoint\": {\"activation.type\":"
          + " \"launch\", \"control.id\": \"ID\", \"launch\": {\"path\": \"HOST\", \"args\":"
          + " [\"ID\"]}}}, where HOST is the native module host and ID a path for its socket";

  /** Stands in for what can't be read; a configuration with problems is never loaded. */
  private static final ModuleLoader UNKNOWN =
      module -> {
        throw new IllegalStateException("the loader of " + module + " is unknown");
      };

  private final Map<String, String> typesByName = new LinkedHashMap<>();

  /** Reads {@code loaders}; what is wrong with it is added to the problems. */
  Loaders(ConfigurationObject root) {
    List<String> own = List.of(JAVA, PROXY, OUTPROCESS);
    own.forEach(type -> typesByName.put(type, type));
    for (ConfigurationObject loader : root.objects("loaders")) {
      String type = loader.requiredString("type");
      String name = loader.string("name").orElse(type);
      loader.has("configuration");
      loader.rejectUnknownKeys();
      if (own.contains(type) || FOREIGN.contains(type)) {
        typesByName.put(name, type);
      } else if (!type.isBlank()) {
        loader.problem("type", "no such type: " + Nearest.hint(type, own, own));
      }
    }
  }

  /**
   * Reads the {@code loader} of a module's entry, and its {@code args} as far as they are the
   * loader's. What is wrong is added to the problems.
   */
  ModuleLoader read(ConfigurationObject module) {
    ConfigurationObject loader = module.requiredObject("loader");
    String name = loader.requiredString("name");
    ModuleLoader result =
        switch (typesByName.getOrDefault(name, name)) {
          case JAVA -> JavaLoader.read(loader);
          case PROXY -> new ProxyLoader(ProxySettings.ofProxy(module.requiredObject("args")));
          case OUTPROCESS ->
              new ProxyLoader(
                  ProxySettings.ofOutprocess(
                      loader.requiredObject("entrypoint"), module.json("args").orElse("null")));
          default -> unknown(loader, name);
        };
    loader.rejectUnknownKeys();
    return result;
  }

  private ModuleLoader unknown(ConfigurationObject loader, String name) {
    String type = typesByName.getOrDefault(name, name);
    if (FOREIGN.contains(type)) {
      loader.problem("name", type + INSTEAD);
    } else if (!name.isBlank()) {
      loader.problem(
          "name",
          "no such loader: " + Nearest.hint(name, typesByName.keySet(), typesByName.keySet()));
    }
    loader.has("entrypoint");
    return UNKNOWN;
  }
}
