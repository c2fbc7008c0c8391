package io.outrigger.nanomsg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * Finds libnanomsg: the file that a property names, else the one that lies unpacked in the
 * distribution, else the one in Outrigger's native jars, else the system's unless a property
 * forbids it. The first that loads and passes the self-test is taken.
 */
final class LibraryFinder {
  /** The file to load. Nothing else is tried then: another in its place would hide a mistake. */
  static final String FILE_PROPERTY = "outrigger.nanomsg.library";

  /**
   * The distribution's folder {@code native}, which its launchers name. The library for this
   * machine lies in it as a file. A directory to unpack to that the user names comes before it.
   */
  static final String UNPACKED_PROPERTY = "outrigger.native.directory";

  /**
   * Whether the system's may be taken; default {@code true}. It has limits that ours hasn't, see
   * {@link NanoLibrary#limits}, and is taken where ours can't be loaded.
   */
  static final String SYSTEM_PROPERTY = "outrigger.nanomsg.system";

  private static final List<String> SYSTEM_NAMES =
      List.of("libnanomsg.so.5", "libnanomsg.so", "libnanomsg.so.6");

  private final Properties properties;
  private final ClassLoader loader;
  private final Platform platform;
  private final List<Path> systemDirectories;
  private final List<String> attempts = new ArrayList<>();

  LibraryFinder(
      Properties properties, ClassLoader loader, Platform platform, List<Path> systemDirectories) {
    this.properties = properties;
    this.loader = loader;
    this.platform = platform;
    this.systemDirectories = systemDirectories;
  }

  static LibraryFinder ofThisProcess() {
    Platform platform = Platform.of(System.getProperties());
    return new LibraryFinder(
        System.getProperties(),
        LibraryFinder.class.getClassLoader(),
        platform,
        platform.systemDirectories());
  }

  /**
   * What the loader makes of the library.
   *
   * @throws NanoException if none can be loaded; the text has each attempt and the remedies
   */
  <T> T find(Function<Path, T> load) {
    boolean mayBeTheSystems = mayBeTheSystems();
    String file = properties.getProperty(FILE_PROPERTY);
    Optional<T> found =
        file != null
            ? attempt("the property " + FILE_PROPERTY, Path.of(file), load)
            : unpacked(load)
                .or(() -> bundled(load))
                .or(() -> mayBeTheSystems ? system(load) : Optional.empty());
    return found.orElseThrow(() -> new NanoException(0, failure(mayBeTheSystems)));
  }

  private boolean mayBeTheSystems() {
    String value = properties.getProperty(SYSTEM_PROPERTY, "true");
    if (!value.equals("true") && !value.equals("false")) {
      throw new NanoException(
          0, "the property " + SYSTEM_PROPERTY + " is '" + value + "': name true or false");
    }
    return value.equals("true");
  }

  private <T> Optional<T> unpacked(Function<Path, T> load) {
    String directory = properties.getProperty(UNPACKED_PROPERTY);
    if (directory == null || properties.containsKey(BundledLibrary.DIRECTORY_PROPERTY)) {
      return Optional.empty();
    }
    Path file = Path.of(directory, platform.toString(), BundledLibrary.NAME);
    return attempt("the distribution's", file, load);
  }

  private <T> Optional<T> bundled(Function<Path, T> load) {
    BundledLibrary bundled = new BundledLibrary(properties, loader, platform);
    for (Path directory : bundled.directories()) {
      try {
        Path file = bundled.unpack(directory);
        Optional<T> found = attempt("the bundled one", file, load);
        if (found.isPresent()) {
          return found;
        }
      } catch (BundledLibrary.Missing e) {
        attempts.add("the bundled one: " + e.getMessage());
        return Optional.empty();
      } catch (IOException | SecurityException e) {
        attempts.add("the bundled one: it can't be unpacked into " + directory + ": " + e);
      }
    }
    return Optional.empty();
  }

  private <T> Optional<T> system(Function<Path, T> load) {
    List<Path> files =
        systemDirectories.stream()
            .flatMap(directory -> SYSTEM_NAMES.stream().map(directory::resolve))
            .filter(Files::exists)
            .toList();
    if (files.isEmpty()) {
      attempts.add("the system's: there is no libnanomsg.so.5 in " + systemDirectories);
    }
    return files.stream().flatMap(file -> attempt("the system's", file, load).stream()).findFirst();
  }

  private <T> Optional<T> attempt(String what, Path file, Function<Path, T> load) {
    if (!Files.isReadable(file)) {
      attempts.add(what + ": there is no file " + file + " that can be read");
      return Optional.empty();
    }
    try {
      return Optional.of(load.apply(file.toAbsolutePath()));
    } catch (UnsatisfiedLinkError | RuntimeException e) {
      attempts.add(what + ": " + file + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private String failure(boolean mayBeTheSystems) {
    return "libnanomsg could not be loaded:\n  "
        + String.join("\n  ", attempts)
        + "\nWhat helps, one of:"
        + "\n  - put Outrigger's native jar for "
        + platform
        + " on the class path"
        + "\n  - if it is there and its directory is mounted noexec or can't be written, name"
        + " another: -D"
        + BundledLibrary.DIRECTORY_PROPERTY
        + "=DIRECTORY"
        + (mayBeTheSystems
            ? "\n  - install libnanomsg 1.1.5 (Debian: apt-get install libnanomsg5)"
            : "\n  - allow the system's: leave out -D" + SYSTEM_PROPERTY + "=false")
        + "\n  - name a libnanomsg 1.1.5: -D"
        + FILE_PROPERTY
        + "=FILE";
  }
}
