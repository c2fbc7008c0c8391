package io.outrigger.host;

import io.outrigger.module.GatewayModule;
import io.outrigger.runtime.azure.AzureModule;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/**
 * A module's class, loaded and found fit to be a module. Its class loader lives as long as the
 * process.
 */
final class ModuleClass {
  private static final String SERVICE_FILE = "META-INF/services/" + GatewayModule.class.getName();

  /** Makes a module; throws what its constructor throws. */
  @FunctionalInterface
  private interface Factory {
    GatewayModule make() throws Throwable;
  }

  private final Class<?> type;
  private final Factory factory;

  private ModuleClass(Class<?> type, Factory factory) {
    this.type = type;
    this.factory = factory;
  }

  /**
   * Loads and initializes the class, in a class loader of its own.
   *
   * @param path a jar, whose manifest may name others beside it in {@code Class-Path}, or a class
   *     folder
   * @param name of the class; if empty, it is the one that {@code META-INF/services} names
   */
  static ModuleClass load(Path path, Optional<String> name) throws ModuleException {
    ClassLoader loader = new URLClassLoader("module", urls(path), new SharedClasses());
    String className = name.isPresent() ? name.get() : provider(path, loader);
    try {
      Class<?> found = Class.forName(className, true, loader);
      return new ModuleClass(found, factory(found));
    } catch (ClassNotFoundException e) {
      throw new ModuleException(
          "there is no class "
              + className
              + " in "
              + path
              + ": module.class needs its name with its package, such as com.example.Filter");
    } catch (NoClassDefFoundError e) {
      throw new ModuleException(
          className
              + " needs "
              + String.valueOf(e.getMessage()).replace('/', '.')
              + ", which isn't there: a module shares only the JDK, slf4j, io.outrigger.module and"
              + " com.microsoft.azure.gateway with its host, and other jars are named in the manifest's Class-Path");
    } catch (ExceptionInInitializerError e) {
      throw new ModuleException(
          className + " failed in its static initializer: " + e.getCause(), e.getCause());
    } catch (LinkageError e) {
      throw new ModuleException(className + " in " + path + " can't be loaded: " + e, e);
    }
  }

  private static URL[] urls(Path path) throws ModuleException {
    if (!Files.isDirectory(path)) {
      try (JarFile jar = new JarFile(path.toFile())) {
        jar.getManifest();
      } catch (IOException e) {
        throw new ModuleException(path + " is neither a jar nor a class folder: " + e.getMessage());
      }
    }
    try {
      return new URL[] {path.toUri().toURL()};
    } catch (MalformedURLException e) {
      throw new ModuleException(path + " can't be a place of classes: " + e.getMessage());
    }
  }

  /** The name of the one class that the jar declares as a module. */
  private static String provider(Path path, ClassLoader loader) throws ModuleException {
    List<String> names;
    try {
      names =
          ServiceLoader.load(GatewayModule.class, loader).stream()
              .map(provider -> provider.type().getName())
              .toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new ModuleException(SERVICE_FILE + " of " + path + " is wrong: " + e.getMessage());
    }
    if (names.isEmpty()) {
      throw new ModuleException(
          path
              + " doesn't say which class is the module: name it in module.class, or in a file "
              + SERVICE_FILE);
    }
    if (names.size() > 1) {
      throw new ModuleException(
          path + " has several modules: choose one with module.class: " + String.join(", ", names));
    }
    return names.get(0);
  }

  private static Factory factory(Class<?> found) throws ModuleException {
    if (AzureModule.isOne(found)) {
      Optional<String> problem = AzureModule.problem(found);
      if (problem.isPresent()) {
        throw new ModuleException(problem.get());
      }
      return () -> AzureModule.of(found);
    }
    Constructor<? extends GatewayModule> constructor = constructor(found);
    return () -> {
      try {
        return constructor.newInstance();
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    };
  }

  private static Constructor<? extends GatewayModule> constructor(Class<?> found)
      throws ModuleException {
    String name = found.getName();
    if (!GatewayModule.class.isAssignableFrom(found)) {
      throw new ModuleException(
          name
              + " isn't a module: it doesn't implement "
              + GatewayModule.class.getName()
              + ", nor the C gateway's "
              + AzureModule.INTERFACE);
    }
    if (!Modifier.isPublic(found.getModifiers()) || Modifier.isAbstract(found.getModifiers())) {
      throw new ModuleException(name + " must be a public class that isn't abstract");
    }
    try {
      return found.asSubclass(GatewayModule.class).getConstructor();
    } catch (NoSuchMethodException e) {
      throw new ModuleException(name + " needs a public constructor without parameters");
    }
  }

  /** The class's name, by which the log calls the module. */
  String name() {
    return type.getName();
  }

  ClassLoader loader() {
    return type.getClassLoader();
  }

  /**
   * Makes a module.
   *
   * @throws Throwable what the constructor throws
   */
  GatewayModule newInstance() throws Throwable {
    return factory.make();
  }
}
