package io.outrigger.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packs classes of the tests into a jar, as a module's author would. */
public final class ModuleJar {
  private final Manifest manifest = new Manifest();
  private final List<Class<?>> classes = new ArrayList<>();
  private final List<String> providers = new ArrayList<>();

  public ModuleJar() {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  public ModuleJar with(Class<?>... added) {
    classes.addAll(List.of(added));
    return this;
  }

  /** Names classes in META-INF/services, whether they are there or not. */
  public ModuleJar declaring(String... names) {
    providers.addAll(List.of(names));
    return this;
  }

  public ModuleJar classPath(String jars) {
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, jars);
    return this;
  }

  public Path write(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Class<?> type : classes) {
        out.putNextEntry(new JarEntry(file(type)));
        copy(type, out);
      }
      if (!providers.isEmpty()) {
        out.putNextEntry(new JarEntry("META-INF/services/io.outrigger.module.GatewayModule"));
        out.write(String.join("\n", providers).getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  /** Writes the classes into a folder instead. */
  public Path unpackInto(Path folder) throws IOException {
    for (Class<?> type : classes) {
      Path file = folder.resolve(file(type));
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file)) {
        copy(type, out);
      }
    }
    return folder;
  }

  private static String file(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static void copy(Class<?> type, OutputStream out) throws IOException {
    try (InputStream in = type.getResourceAsStream("/" + file(type))) {
      in.transferTo(out);
    }
  }
}
