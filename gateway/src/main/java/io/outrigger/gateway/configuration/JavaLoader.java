package io.outrigger.gateway.configuration;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.configuration.Location;
import io.outrigger.gateway.GatewayBuilder;
import io.outrigger.runtime.ModuleClass;
import io.outrigger.runtime.ModuleLoadException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Loads a module's class into the gateway's process: loader {@code java}.
 *
 * @param where its name stands in the configuration
 */
record JavaLoader(String className, List<Path> classPath, Location where) implements ModuleLoader {

  static JavaLoader read(ConfigurationObject loader, boolean required) {
    ConfigurationObject entrypoint = loader.requiredObject("entrypoint");
    // The C gateway's files may have it as the class file format does, com/example/Printer.
    String className = entrypoint.requiredString("class.name").replace('/', '.');
    List<Path> classPath = new ArrayList<>();
    for (String element : entrypoint.requiredString("class.path").split("[:;]")) {
      if (!element.isBlank()) {
        addPlace(entrypoint, element, classPath, required);
      }
    }
    entrypoint.warnOfUnknownKeys();
    return new JavaLoader(className, classPath, entrypoint.location("class.name"));
  }

  private static void addPlace(
      ConfigurationObject entrypoint, String element, List<Path> classPath, boolean required) {
    try {
      Path place = entrypoint.folder().resolve(element).normalize();
      classPath.add(place);
      if (required) { // else that is logged when the class can't be loaded
        ModuleClass.problem(place).ifPresent(text -> entrypoint.problem("class.path", text));
      }
    } catch (InvalidPathException e) {
      entrypoint.problem("class.path", "'" + element + "' isn't a path: " + e.getReason());
    }
  }

  @Override
  public Optional<ModuleClass> add(
      ModuleEntry module, GatewayBuilder builder, ConfigurationProblems problems) {
    try {
      ModuleClass type = ModuleClass.load(classPath, className);
      builder.module(module.name(), type, module.configuration(), module.inboxMessages());
      return Optional.of(type);
    } catch (ModuleLoadException e) {
      if (module.required()) {
        problems.add(where, e.getMessage());
      } else {
        builder.missing(module.name(), where + ": " + e.getMessage());
      }
      return Optional.empty();
    }
  }
}
