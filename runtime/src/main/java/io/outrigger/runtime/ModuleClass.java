package io.outrigger.runtime;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module's class in a class loader of its own, loaded and found fit to be a module. None of its
 * code has run before {@link #initialize} or {@link #newInstance}. Not safe for several threads.
 */
public final class ModuleClass implements GuardedModule.Factory, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModuleClass.class);

  private static final String SERVICE_FILE = "META-INF/services/" + GatewayModule.class.getName();

  private final Class<?> type;
  private final GuardedModule.Factory factory;
  private final URLClassLoader loader;

  private ModuleClass(Class<?> type, GuardedModule.Factory factory, URLClassLoader loader) {
    this.type = type;
    this.factory = factory;
    this.loader = loader;
  }

  /**
   * What is wrong with a place of classes, if anything is: it is a class folder, or a jar, whose
   * manifest may name others beside it in {@code Class-Path}.
   */
  public static Optional<String> problem(Path place) {
    if (Files.isDirectory(place)) {
      return Optional.empty();
    }
    if (!Files.exists(place)) {
      return Optional.of("there is no " + place + ": build it, or correct the path");
    }
    try (JarFile jar = new JarFile(place.toFile())) {
      jar.getManifest();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(place + " is neither a jar nor a class folder: " + e.getMessage());
    }
  }

  /**
   * Loads the class of a name.
   *
   * @param classPath jars and class folders
   * @param name of the class, with its package
   */
  public static ModuleClass load(List<Path> classPath, String name) throws ModuleLoadException {
    return load(classPath, Optional.of(name));
  }

  /** Loads the one class that {@code META-INF/services} in a jar or a class folder names. */
  public static ModuleClass loadDeclared(Path place) throws ModuleLoadException {
    return load(List.of(place), Optional.empty());
  }

  private static URLClassLoader open(List<Path> classPath) throws ModuleLoadException {
    List<URL> urls = new ArrayList<>();
    for (Path place : classPath) {
      Optional<String> problem = problem(place);
      if (problem.isPresent()) {
        throw new ModuleLoadException(problem.get());
      }
      urls.add(url(place));
    }
    return new URLClassLoader("module", urls.toArray(new URL[0]), SharedClasses.INSTANCE);
  }

  private static URL url(Path place) {
    try {
      return place.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a path of the file system is a URL", e);
    }
  }

  private static ModuleClass load(List<Path> classPath, Optional<String> given)
      throws ModuleLoadException {
    URLClassLoader loader = open(classPath);
    try {
      String name = given.isPresent() ? given.get() : declared(classPath.get(0), loader);
      return load(loader, classPath, name);
    } catch (ModuleLoadException e) {
      close(loader);
      throw e;
    }
  }

  private static ModuleClass load(URLClassLoader loader, List<Path> classPath, String name)
      throws ModuleLoadException {
    try {
      Class<?> type = Class.forName(name, false, loader);
      return new ModuleClass(type, factory(type), loader);
    } catch (ClassNotFoundException e) {
      throw new ModuleLoadException(
          "there is no class "
              + name
              + " in "
              + classPath
              + ": its name is written with its package, such as com.example.Filter",
          e);
    } catch (LinkageError e) {
      throw cannotBeLoaded(name, e);
    }
  }

  private static ModuleLoadException cannotBeLoaded(String name, LinkageError e) {
    if (e instanceof NoClassDefFoundError) {
      return new ModuleLoadException(
          name
              + " needs "
              + String.valueOf(e.getMessage()).replace('/', '.')
              + ", which isn't there: a module shares only the JDK, slf4j, io.outrigger.module and"
              + " com.microsoft.azure.gateway with its process, and other jars are named in"
              + " class.path or in the manifest's Class-Path",
          e);
    }
    return new ModuleLoadException(name + " can't be loaded: " + e, e);
  }

  /** The name of the one class that a jar declares as a module. */
  private static String declared(Path place, ClassLoader loader) throws ModuleLoadException {
    List<String> names;
    try {
      names =
          ServiceLoader.load(GatewayModule.class, loader).stream()
              .map(provider -> provider.type().getName())
              .toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new ModuleLoadException(
          SERVICE_FILE + " of " + place + " is wrong: " + e.getMessage(), e);
    }
    if (names.isEmpty()) {
      throw new ModuleLoadException(
          place
              + " doesn't say which class is the module: name it in module.class, or in a file "
              + SERVICE_FILE);
    }
    if (names.size() > 1) {
      throw new ModuleLoadException(
          place
              + " has several modules: choose one with module.class: "
              + String.join(", ", names));
    }
    return names.get(0);
  }

  private static GuardedModule.Factory factory(Class<?> type) throws ModuleLoadException {
    if (AzureModule.isOne(type)) {
      Optional<String> problem = AzureModule.problem(type);
      if (problem.isPresent()) {
        throw new ModuleLoadException(problem.get());
      }
      return () -> AzureModule.of(type);
    }
    Constructor<? extends GatewayModule> constructor = constructor(type);
    return () -> {
      try {
        return constructor.newInstance();
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    };
  }

  private static Constructor<? extends GatewayModule> constructor(Class<?> type)
      throws ModuleLoadException {
    if (!GatewayModule.class.isAssignableFrom(type)) {
      throw new ModuleLoadException(
          type.getName()
              + " isn't a module: it must implement "
              + GatewayModule.class.getName()
              + ", or the C gateway's "
              + AzureModule.INTERFACE);
    }
    try {
      Constructor<? extends GatewayModule> constructor =
          type.asSubclass(GatewayModule.class).getConstructor();
      if (Modifier.isPublic(type.getModifiers()) && !Modifier.isAbstract(type.getModifiers())) {
        return constructor;
      }
    } catch (NoSuchMethodException e) {
      LOG.debug("the remedy is the same as below", e);
    }
    throw new ModuleLoadException(
        type.getName()
            + " can't be made: it must be public, not abstract, with a public constructor without"
            + " parameters");
  }

  /**
   * Runs the class's static initializer, unless it has run.
   *
   * @throws ModuleLoadException if that fails
   */
  public void initialize() throws ModuleLoadException {
    try {
      Class.forName(name(), true, loader);
    } catch (ExceptionInInitializerError e) {
      throw new ModuleLoadException(
          name() + " failed in its static initializer: " + e.getCause(), e.getCause());
    } catch (LinkageError e) {
      throw cannotBeLoaded(name(), e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("it was found before", e);
    }
  }

  /** The class's name. */
  public String name() {
    return type.getName();
  }

  /** The context class loader of the module's thread. */
  public ClassLoader loader() {
    return loader;
  }

  @Override
  public GatewayModule newInstance() throws Throwable {
    return factory.newInstance();
  }

  /** Closes the jars; no class of the module can be loaded from now on. */
  @Override
  public void close() {
    close(loader);
  }

  private static void close(URLClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      LOG.warn("the jars of a module can't be closed: {}", e.toString());
    }
  }
}
