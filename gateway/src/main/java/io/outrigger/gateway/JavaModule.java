package io.outrigger.gateway;

import io.outrigger.configuration.Location;
import io.outrigger.module.GatewayModule;
import io.outrigger.runtime.azure.AzureModule;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A module's class in a class loader of its own, which is closed with the module. */
final class JavaModule implements LoadedModule {
  private static final Logger LOG = LoggerFactory.getLogger(JavaModule.class);

  /** Makes a module; throws what its constructor throws. */
  @FunctionalInterface
  private interface Factory {
    GatewayModule make() throws Throwable;
  }

  private final Class<?> type;
  private final Factory factory;
  private final URLClassLoader loader;

  private JavaModule(Class<?> type, Factory factory, URLClassLoader loader) {
    this.type = type;
    this.factory = factory;
    this.loader = loader;
  }

  /** Loads the class, and checks that it can be a module; its static code doesn't run yet. */
  static JavaModule load(String className, List<Path> classPath, Location where)
      throws ModuleLoadException {
    URLClassLoader loader = new URLClassLoader(className, urls(classPath), SharedClasses.INSTANCE);
    String problem;
    Throwable cause;
    try {
      Class<?> type = Class.forName(className, false, loader);
      return new JavaModule(type, factory(type), loader);
    } catch (UnfitClassException e) {
      problem = e.getMessage();
      cause = e;
    } catch (ClassNotFoundException e) {
      problem = "no class of this name is in " + classPath + ": it is written with its package";
      cause = e;
    } catch (LinkageError e) {
      problem = className + " can't be loaded, class.path may lack what it needs: " + e;
      cause = e;
    }
    close(loader);
    throw new ModuleLoadException(where, problem, cause);
  }

  /** What is wrong with a class that was found. */
  private static final class UnfitClassException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitClassException(String message) {
      super(message);
    }
  }

  private static Factory factory(Class<?> type) throws UnfitClassException {
    if (AzureModule.isOne(type)) {
      Optional<String> problem = AzureModule.problem(type);
      if (problem.isPresent()) {
        throw new UnfitClassException(problem.get());
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
      throws UnfitClassException {
    if (!GatewayModule.class.isAssignableFrom(type)) {
      throw new UnfitClassException(
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
      // the same remedy as below
    }
    throw new UnfitClassException(
        type.getName()
            + " can't be made: it must be public, not abstract, with a public constructor without"
            + " parameters");
  }

  private static URL[] urls(List<Path> classPath) {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      try {
        urls[i] = classPath.get(i).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalStateException("a path of the file system is a URL", e);
      }
    }
    return urls;
  }

  @Override
  public GatewayModule make() throws Throwable {
    return factory.make();
  }

  @Override
  public ClassLoader classLoader() {
    return loader;
  }

  @Override
  public String description() {
    return type.getName();
  }

  @Override
  public void close() {
    close(loader);
  }

  private static void close(URLClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      LOG.warn("the jars of {} could not be closed", loader.getName(), e);
    }
  }
}
