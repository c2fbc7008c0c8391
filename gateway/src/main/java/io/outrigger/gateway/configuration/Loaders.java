package io.outrigger.gateway.configuration;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.Nearest;
import io.outrigger.proxy.ProxySettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loaders that modules can name: one for each type, by the type's own name, and those that the
 * list {@code loaders} of a C gateway's file gives other names. What that list configures, such as
 * the options of a JVM, is the C gateway's affair and has no effect here.
 */
final class Loaders {
  private static final String JAVA = "java";
  private static final String PROXY = "proxy";
  private static final String OUTPROCESS = "outprocess";

  /** What a loader without a name is, in the C gateway's files. */
  private static final String UNNAMED = "native";

  /** Those of the C gateway that run their modules inside it. */
  private static final List<String> FOREIGN = List.of("native", "node", "dotnet", "dotnetcore");

  /** With the type, the entrypoint and the args of the entry that can't be loaded. */
  private static final String INSTEAD =
      "%1$s modules can't run in this gateway's process, but in one of their own: \"loader\":"
          + " {\"name\": \"outprocess\", \"entrypoint\": {\"activation.type\": \"launch\","
          + " \"control.id\": \"ID\", \"launch\": {\"path\": \"HOST\", \"args\": [\"ID\"]}}},"
          + " \"args\": {\"outprocess.loader\": {\"name\": \"%1$s\", \"entrypoint\": %2$s},"
          + " \"module.args\": %3$s}, where HOST is the C gateway's native module host and ID a path"
          + " for its socket";

  /** Stands in for what can't be read; a configuration with problems is never loaded. */
  private static final ModuleLoader UNKNOWN =
      (module, builder, problems) -> {
        throw new IllegalStateException("the loader of " + module.name() + " is unknown");
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
      loader.warnOfUnknownKeys();
      if (own.contains(type) || FOREIGN.contains(type)) {
        typesByName.put(name, type);
      } else if (!type.isBlank()) {
        loader.problem("type", "no such type: " + Nearest.hint(type, own, own));
      }
    }
  }

  /**
   * Reads the {@code loader} of a module's entry, and its {@code args} as far as they are the
   * loader's. What is wrong is added to the problems, but classes that aren't there only if the
   * module is required.
   */
  ModuleLoader read(ConfigurationObject module, boolean required) {
    if (isAbsent(module, "loader")) {
      module.problem("loader", unnamed(instead(UNNAMED, "{ … }", module)));
      return UNKNOWN;
    }
    return module.object("loader").map(loader -> read(loader, module, required)).orElse(UNKNOWN);
  }

  private ModuleLoader read(
      ConfigurationObject loader, ConfigurationObject module, boolean required) {
    Optional<String> name = loader.string("name");
    ModuleLoader result =
        switch (name.map(n -> typesByName.getOrDefault(n, n)).orElse("")) {
          case JAVA -> JavaLoader.read(loader, required);
          case PROXY -> new ProxyLoader(ProxySettings.ofProxy(module.requiredObject("args")));
          case OUTPROCESS ->
              new ProxyLoader(
                  ProxySettings.ofOutprocess(
                      loader.requiredObject("entrypoint"), module.json("args").orElse("null")));
          default -> unknown(loader, name, module);
        };
    loader.warnOfUnknownKeys();
    return result;
  }

  private ModuleLoader unknown(
      ConfigurationObject loader, Optional<String> given, ConfigurationObject module) {
    String entrypoint = loader.json("entrypoint").orElse("{ … }");
    if (isAbsent(loader, "name")) {
      loader.problem("name", unnamed(instead(UNNAMED, entrypoint, module)));
      return UNKNOWN;
    }
    if (given.isEmpty()) {
      return UNKNOWN; // it isn't a text, which has been told
    }
    String name = given.get();
    String type = typesByName.getOrDefault(name, name);
    if (FOREIGN.contains(type)) {
      loader.problem("name", instead(type, entrypoint, module));
    } else if (!name.isBlank()) {
      loader.problem(
          "name",
          "no such loader: " + Nearest.hint(name, typesByName.keySet(), typesByName.keySet()));
    }
    return UNKNOWN;
  }

  private static boolean isAbsent(ConfigurationObject object, String key) {
    return object.json(key).orElse("null").equals("null");
  }

  private static String instead(String type, String entrypoint, ConfigurationObject module) {
    return INSTEAD.formatted(type, entrypoint, module.json("args").orElse("null"));
  }

  private static String unnamed(String instead) {
    return "a loader without a name is 'native': name 'java', 'proxy' or 'outprocess' if one of them"
        + " is meant; "
        + instead;
  }
}
