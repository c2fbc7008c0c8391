package io.outrigger.nanomsg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * The library in Outrigger's native jars, which must be a file to be loaded. It is unpacked once,
 * under a name that holds its hash, by an atomic move: however many JVMs start at once, each finds
 * a whole file, and later ones find it there.
 */
final class BundledLibrary {
  /** Where to unpack it. Default: the temporary directory, then the user's cache. */
  static final String DIRECTORY_PROPERTY = "outrigger.nanomsg.directory";

  static final String NAME = "libnanomsg.so.5";

  /** No library of this platform is on the class path. */
  static final class Missing extends IOException {
    private static final long serialVersionUID = 1L;

    Missing(String message) {
      super(message);
    }
  }

  private final Properties properties;
  private final ClassLoader loader;
  private final String resource;

  BundledLibrary(Properties properties, ClassLoader loader, Platform platform) {
    this.properties = properties;
    this.loader = loader;
    this.resource = "io/outrigger/nanomsg/native/" + platform + "/" + NAME;
  }

  /** Where it may be unpacked, in the order in which to try. */
  List<Path> directories() {
    String chosen = properties.getProperty(DIRECTORY_PROPERTY);
    if (chosen != null) {
      return List.of(Path.of(chosen));
    }
    String user = properties.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
    Path temporary = Path.of(properties.getProperty("java.io.tmpdir"), "outrigger-" + user);
    // "?" for a user whom the system doesn't know, as in many containers.
    Path home = Path.of(properties.getProperty("user.home"));
    return home.isAbsolute()
        ? List.of(temporary, home.resolve(".cache").resolve("outrigger"))
        : List.of(temporary);
  }

  /** The file in this directory, which is made if need be. */
  Path unpack(Path directory) throws IOException {
    byte[] content = read();
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!properties.containsKey(DIRECTORY_PROPERTY)) {
      checkPrivate(directory);
    }
    Path target = directory.resolve("libnanomsg-" + sha256(content) + ".so");
    if (!Files.isRegularFile(target) || !Arrays.equals(Files.readAllBytes(target), content)) {
      Path partial = Files.createTempFile(directory, "libnanomsg", ".partial");
      try {
        Files.write(partial, content);
        Files.move(
            partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    }
    return target;
  }

  private byte[] read() throws IOException {
    try (InputStream in = loader.getResourceAsStream(resource)) {
      if (in == null) {
        throw new Missing(resource + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  /** In a place that all users share, nobody else may put a library of theirs there. */
  private static void checkPrivate(Path directory) throws IOException {
    Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(self)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException("others can write to it: remove it, or make it yours (chmod 700)");
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
