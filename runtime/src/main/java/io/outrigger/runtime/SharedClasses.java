package io.outrigger.runtime;

import io.outrigger.runtime.azure.AzureModule;
import java.util.List;
import java.util.stream.Stream;

/**
 * What modules share with the process that runs them: the JDK, slf4j and the module APIs.
 * Everything else on the class path, classes and resources both, is out of their sight, so that a
 * module may bring its own version of any library.
 */
final class SharedClasses extends ClassLoader {
  private static final List<String> PACKAGES =
      Stream.concat(
              Stream.of("io.outrigger.module.", "org.slf4j."), AzureModule.SHARED_PACKAGES.stream())
          .toList();

  static {
    registerAsParallelCapable();
  }

  static final SharedClasses INSTANCE = new SharedClasses();

  private SharedClasses() {
    super("shared with modules", getPlatformClassLoader());
  }

  /** Called for what isn't the JDK's. */
  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (PACKAGES.stream().noneMatch(name::startsWith)) {
      throw new ClassNotFoundException(name);
    }
    return SharedClasses.class.getClassLoader().loadClass(name);
  }
}
