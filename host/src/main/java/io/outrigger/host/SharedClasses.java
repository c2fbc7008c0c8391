package io.outrigger.host;

import io.outrigger.runtime.azure.AzureModule;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a module shares with the host: the JDK, slf4j and the module APIs. Everything else on the
 * host's class path is out of sight, classes and resources both, so that a module may bring its own
 * version of any library the host happens to use.
 */
final class SharedClasses extends ClassLoader {
  private static final List<String> PACKAGES =
      Stream.concat(
              Stream.of("io.outrigger.module.", "org.slf4j."), AzureModule.SHARED_PACKAGES.stream())
          .toList();

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host = SharedClasses.class.getClassLoader();

  SharedClasses() {
    super("shared with the host", getPlatformClassLoader());
  }

  /** Called for what isn't the JDK's. */
  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (PACKAGES.stream().noneMatch(name::startsWith)) {
      throw new ClassNotFoundException(name);
    }
    return host.loadClass(name);
  }
}
