package io.outrigger.gateway;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * Loads a module's class into the gateway's process: loader {@code java}.
 *
 * @param where its name stands in the configuration
 */
record JavaLoader(String className, List<Path> classPath, Location where) implements ModuleLoader {

  static JavaLoader read(ConfigurationObject loader) {
    ConfigurationObject entrypoint = loader.requiredObject("entrypoint");
    // The C gateway's files may have it as the class file format does, com/example/Printer.
    String className = entrypoint.requiredString("class.name").replace('/', '.');
    List<Path> classPath = new ArrayList<>();
    for (String element : entrypoint.requiredString("class.path").split("[:;]")) {
      if (!element.isBlank()) {
        addPlace(entrypoint, element, classPath);
      }
    }
    entrypoint.warnOfUnknownKeys();
    return new JavaLoader(className, classPath, entrypoint.location("class.name"));
  }

  private static void addPlace(
      ConfigurationObject entrypoint, String element, List<Path> classPath) {
    try {
      Path place = entrypoint.folder().resolve(element).normalize();
      if (Files.isDirectory(place) || isArchive(place)) {
        classPath.add(place);
      } else {
        entrypoint.problem(
            "class.path",
            Files.exists(place)
                ? place + " is neither a jar nor a class folder"
                : "there is no " + place + ": build it, or correct the path");
      }
    } catch (InvalidPathException e) {
      entrypoint.problem("class.path", "'" + element + "' isn't a path: " + e.getReason());
    }
  }

  private static boolean isArchive(Path place) {
    if (!Files.isReadable(place)) {
      return false;
    }
    try (ZipFile archive = new ZipFile(place.toFile())) {
      return archive.size() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public LoadedModule load(String module) throws ModuleLoadException {
    return JavaModule.load(className, classPath, where);
  }
}
