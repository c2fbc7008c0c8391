package io.outrigger.nanomsg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Finds libnanomsg: the file that a property names, else the one in Outrigger's jars, else the
 * system's.
 */
final class LibraryFinder {
  private static final String FILE_PROPERTY = "outrigger.nanomsg.library";

  /** Where the bundled library is unpacked; {@code java.io.tmpdir} unless set. */
  private static final String DIRECTORY_PROPERTY = "outrigger.nanomsg.directory";

  private static final String NAME = "libnanomsg.so.5";

  private final List<String> attempts = new ArrayList<>();

  static <T> T load(Function<Path, T> loader) {
    return new LibraryFinder().find(loader);
  }

  private <T> T find(Function<Path, T> loader) {
    String file = System.getProperty(FILE_PROPERTY);
    T library = null;
    if (file != null) {
      // Who names one wants that one: another in its place would only hide the mistake.
      library = attempt("the property " + FILE_PROPERTY, Path.of(file), loader);
    } else {
      library = bundled(loader);
      for (Path directory : List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"))) {
        if (library == null) {
          library = system(directory, loader);
        }
      }
    }
    if (library == null) {
      throw new NanoException(
          0,
          "libnanomsg could not be loaded:\n  "
              + String.join("\n  ", attempts)
              + "\nAdd Outrigger's native jar for this architecture to the class path, or install"
              + " libnanomsg 1.1.5 (Debian: apt-get install libnanomsg5), or name its file by -D"
              + FILE_PROPERTY
              + "=");
    }
    return library;
  }

  private <T> T bundled(Function<Path, T> loader) {
    String resource = "/io/outrigger/nanomsg/native/" + platform() + "/" + NAME;
    try (InputStream in = LibraryFinder.class.getResourceAsStream(resource)) {
      if (in == null) {
        attempts.add("bundled: " + resource + " is not on the class path");
        return null;
      }
      return attempt("bundled", unpack(in.readAllBytes()), loader);
    } catch (IOException e) {
      attempts.add(
          "bundled: can't be unpacked ("
              + e
              + "); name a directory that can be written and isn't mounted noexec by -D"
              + DIRECTORY_PROPERTY
              + "=");
      return null;
    }
  }

  /** Into a file named by its content: unpacked once, and whole for whoever starts at that time. */
  private static Path unpack(byte[] bytes) throws IOException {
    String base = System.getProperty(DIRECTORY_PROPERTY, System.getProperty("java.io.tmpdir"));
    String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
    Path directory = Path.of(base, "outrigger-" + user);
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path target = directory.resolve("libnanomsg-" + sha256(bytes) + ".so");
    if (Files.isRegularFile(target) && sha256(Files.readAllBytes(target)).equals(sha256(bytes))) {
      return target;
    }
    Path partial = Files.createTempFile(directory, "libnanomsg", ".partial");
    try {
      Files.write(partial, bytes);
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
    return target;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private <T> T system(Path directory, Function<Path, T> loader) {
    String triplet = platform().replace("linux-", "") + "-linux-gnu";
    Path path = directory.resolve(triplet).resolve(NAME);
    if (!Files.exists(path)) {
      path = directory.resolve(NAME);
    }
    return attempt("the system's", path, loader);
  }

  private <T> T attempt(String what, Path path, Function<Path, T> loader) {
    if (!Files.isReadable(path)) {
      attempts.add(what + ": there is no file " + path);
      return null;
    }
    try {
      return loader.apply(path.toAbsolutePath());
    } catch (UnsatisfiedLinkError | RuntimeException e) {
      attempts.add(what + ": " + path + ": " + e.getMessage());
      return null;
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          case "arm" -> "armv7";
          default -> System.getProperty("os.arch");
        };
    return os + "-" + arch;
  }
}
