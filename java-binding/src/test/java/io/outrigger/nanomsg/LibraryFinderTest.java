package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the library is searched for, with real files; what loads it is {@link #load}. */
class LibraryFinderTest {
  private static final Platform PLATFORM = Platform.of(System.getProperties());
  private static final ClassLoader EMPTY = new ClassLoader(null) {};

  @TempDir Path directory;
  private final Properties properties = new Properties();
  private final ClassLoader bundled = LibraryFinder.class.getClassLoader();

  /**
   * The copies that are loaded here have the same symbols, which jffi makes global: those of the
   * first one serve all. The other tests in this JVM need that to be the one they use.
   */
  @BeforeAll
  static void theRealOneIsLoadedFirst() {
    Library.calls();
  }

  @BeforeEach
  void homes() throws IOException {
    properties.setProperty("java.io.tmpdir", make("tmp").toString());
    properties.setProperty("user.home", make("home").toString());
    properties.setProperty("user.name", "some body");
  }

  private Path make(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  private LibraryFinder finder(ClassLoader loader, Path... systemDirectories) {
    return new LibraryFinder(properties, loader, PLATFORM, List.of(systemDirectories));
  }

  /** Really loads it, checks its version, and asks it something. */
  private static Path load(Path file) {
    Library.Calls calls = Library.callsOf(file.toString());
    LibraryVersion.check(Symbols.read(calls));
    assertEquals("Interrupted system call", calls.nn_strerror(Errno.EINTR));
    return file;
  }

  private Path copyOfTheLibrary(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, bytes());
    return file;
  }

  private byte[] bytes() throws IOException {
    String resource = "io/outrigger/nanomsg/native/" + PLATFORM + "/libnanomsg.so.5";
    try (InputStream in = bundled.getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }

  private static NanoException fails(LibraryFinder finder) {
    return assertThrows(NanoException.class, () -> finder.find(LibraryFinderTest::load));
  }

  @Test
  void theBundledOneIsUnpackedOnceUnderItsHash() throws IOException {
    Path file = finder(bundled).find(LibraryFinderTest::load);
    assertEquals(directory.resolve("tmp/outrigger-some_body"), file.getParent());
    assertTrue(file.getFileName().toString().matches("libnanomsg-[0-9a-f]{64}\\.so"));
    assertEquals(
        PosixFilePermissions.fromString("rwx------"),
        Files.getPosixFilePermissions(file.getParent()));
    Object first = Files.getAttribute(file, "unix:ino");
    assertEquals(file, finder(bundled).find(LibraryFinderTest::load));
    assertEquals(first, Files.getAttribute(file, "unix:ino"));
    assertEquals(1, Files.list(file.getParent()).count());
  }

  @Test
  void theOneThatLiesUnpackedIsTakenAndNothingIsUnpacked() throws IOException {
    properties.setProperty("outrigger.native.directory", directory + "/native");
    Path file = make("native").resolve(PLATFORM + "/libnanomsg.so.5");
    Files.createDirectory(file.getParent());
    Files.write(file, bytes());
    assertEquals(file, finder(bundled).find(LibraryFinderTest::load));
    assertEquals(0, Files.list(directory.resolve("tmp")).count());
  }

  @Test
  void aDirectoryToUnpackToComesBeforeTheOneThatLiesUnpacked() throws IOException {
    properties.setProperty("outrigger.native.directory", directory + "/native");
    properties.setProperty("outrigger.nanomsg.directory", directory + "/mine");
    Path file = make("native").resolve(PLATFORM + "/libnanomsg.so.5");
    Files.createDirectory(file.getParent());
    Files.write(file, bytes());
    assertEquals(
        directory.resolve("mine"), finder(bundled).find(LibraryFinderTest::load).getParent());
  }

  @Test
  void theBundledOneIsTakenWhereNoneLiesUnpacked() {
    properties.setProperty("outrigger.native.directory", directory + "/gone");
    assertEquals(
        directory.resolve("tmp/outrigger-some_body"),
        finder(bundled).find(LibraryFinderTest::load).getParent());
  }

  @Test
  void oursHasNoLimitsToTell() {
    assertEquals(Optional.empty(), NanoLibrary.limits());
  }

  @Test
  void aDamagedUnpackedFileIsReplaced() throws IOException {
    Path file = finder(bundled).find(path -> path);
    Files.writeString(file, "half");
    assertEquals(file, finder(bundled).find(LibraryFinderTest::load));
  }

  @Test
  void aNamedFileIsTakenAndNothingElse() throws IOException {
    Path file = copyOfTheLibrary("mine.so");
    properties.setProperty("outrigger.nanomsg.library", file.toString());
    assertEquals(file, finder(bundled).find(LibraryFinderTest::load));
    properties.setProperty("outrigger.nanomsg.library", directory + "/gone.so");
    String text = fails(finder(bundled)).getMessage();
    assertTrue(
        text.contains("outrigger.nanomsg.library: there is no file " + directory + "/gone.so"),
        text);
    assertFalse(text.contains("the bundled one:"), text);
  }

  @Test
  void theSystemsIsTakenWhenNoneIsBundled() throws IOException {
    Path system = make("lib");
    Files.move(copyOfTheLibrary("copy"), system.resolve("libnanomsg.so.5"));
    assertEquals(
        system.resolve("libnanomsg.so.5"),
        finder(EMPTY, make("lib64"), system).find(LibraryFinderTest::load));
  }

  @Test
  void theSystemsIsNotTakenWhereItIsForbidden() throws IOException {
    Path system = make("lib");
    Files.move(copyOfTheLibrary("copy"), system.resolve("libnanomsg.so.5"));
    properties.setProperty("outrigger.nanomsg.system", "false");
    String text = fails(finder(EMPTY, system)).getMessage();
    assertFalse(text.contains(system.toString()), text);
    assertTrue(text.contains("leave out -Doutrigger.nanomsg.system=false"), text);
    properties.setProperty("outrigger.nanomsg.system", "true");
    finder(EMPTY, system).find(LibraryFinderTest::load);
    properties.setProperty("outrigger.nanomsg.system", "no");
    assertEquals(
        "the property outrigger.nanomsg.system is 'no': name true or false",
        fails(finder(EMPTY, system)).getMessage());
  }

  @Test
  void aFailureListsEachAttemptAndTheRemedies() throws IOException {
    Path system = make("lib");
    Files.writeString(system.resolve("libnanomsg.so.5"), "no library");
    String text = fails(finder(EMPTY, system)).getMessage();
    assertTrue(
        text.contains("native/" + PLATFORM + "/libnanomsg.so.5 is not on the class path"), text);
    assertTrue(text.contains("the system's: " + system + "/libnanomsg.so.5: "), text);
    assertTrue(text.contains("put Outrigger's native jar for " + PLATFORM), text);
    assertTrue(text.contains("-Doutrigger.nanomsg.directory=DIRECTORY"), text);
    assertTrue(text.contains("apt-get install libnanomsg5"), text);
    assertTrue(text.contains("-Doutrigger.nanomsg.library=FILE"), text);
    assertTrue(
        fails(finder(EMPTY)).getMessage().contains("there is no libnanomsg.so.5 in []"), text);
  }

  @Test
  void theInterfaceOfNanomsg12IsRefusedWithTheReason() throws IOException {
    Path file = Files.write(directory.resolve("1.2.so"), ofVersion(6, 0, 1));
    properties.setProperty("outrigger.nanomsg.library", file.toString());
    String text = fails(finder(bundled)).getMessage();
    assertTrue(
        text.contains(
            file
                + ": its interface version is 6.0.1, and it must be 5.1.0, that of libnanomsg 1.1.5:"
                + " 1.2.1 aborts the process that receives a request or reply of 29 bytes or more"),
        text);
  }

  @Test
  void aSystemsLibraryThatIsRefusedDoesNotHideAGoodOne() throws IOException {
    Path first = make("lib64");
    Files.write(first.resolve("libnanomsg.so"), ofVersion(6, 0, 1));
    Path second = make("lib");
    Files.move(copyOfTheLibrary("copy"), second.resolve("libnanomsg.so.5"));
    assertEquals(
        second.resolve("libnanomsg.so.5"),
        finder(EMPTY, first, second).find(LibraryFinderTest::load));
  }

  /**
   * The real library, but that it reports another interface version: its table of symbols has, as
   * nn.h says, a value, a name's address and a namespace, which is 1 for the version's parts.
   */
  private byte[] ofVersion(int current, int revision, int age) throws IOException {
    byte[] bytes = bytes();
    int[] found = new int[3];
    int[][] parts = {{5, current}, {1, revision}, {0, age}};
    int size = 32;
    for (int at = 0; at + 3 * size <= bytes.length; at += 8) {
      boolean all = true;
      for (int part = 0; part < parts.length && all; part++) {
        int entry = at + part * size;
        all =
            bytes[entry] == parts[part][0]
                && isZero(bytes, entry + 1, 7)
                && bytes[entry + 16] == 1
                && isZero(bytes, entry + 17, 15);
      }
      if (all) {
        for (int part = 0; part < parts.length; part++) {
          bytes[at + part * size] = (byte) parts[part][1];
          found[part]++;
        }
      }
    }
    assertEquals(1, found[0], "the place of the version in the library");
    assertNotEquals(bytes(), bytes);
    return bytes;
  }

  private static boolean isZero(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aDirectoryThatOthersCanWriteToIsPassedBy() throws IOException {
    Path shared = make("tmp/outrigger-some_body");
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertEquals(
        directory.resolve("home/.cache/outrigger"), finder(bundled).find(file -> file).getParent());
    Files.delete(shared);
    Files.createSymbolicLink(shared, make("elsewhere"));
    assertEquals(
        directory.resolve("home/.cache/outrigger"), finder(bundled).find(file -> file).getParent());
    assertEquals(0, Files.list(directory.resolve("elsewhere")).count());
  }

  @Test
  void aUserWithoutAHomeHasNoCacheInTheWorkingDirectory() {
    properties.setProperty("user.home", "?");
    assertEquals(
        List.of(directory.resolve("tmp/outrigger-some_body")),
        new BundledLibrary(properties, bundled, PLATFORM).directories());
  }

  @Test
  void theDirectoryCanBeChosen() throws IOException {
    properties.setProperty("outrigger.nanomsg.directory", directory + "/mine/deep");
    assertEquals(
        directory.resolve("mine/deep"), finder(bundled).find(LibraryFinderTest::load).getParent());
    properties.setProperty(
        "outrigger.nanomsg.directory", Files.createFile(directory.resolve("file")) + "/x");
    String text = fails(finder(bundled)).getMessage();
    assertTrue(text.contains("it can't be unpacked into " + directory + "/file/x: "), text);
  }

  @Test
  void thePlatformIsNamedAsTheJarsAre() {
    assertEquals("linux-x86_64", platform("amd64").toString());
    assertEquals("linux-aarch64", platform("aarch64").toString());
    assertEquals("linux-armv7", platform("arm").toString());
    assertEquals("linux-riscv64", platform("riscv64").toString());
    assertEquals(
        Path.of("/usr/lib/arm-linux-gnueabihf"), platform("arm").systemDirectories().get(0));
  }

  private static Platform platform(String architecture) {
    Properties of = new Properties();
    of.setProperty("os.name", "Linux");
    of.setProperty("os.arch", architecture);
    return Platform.of(of);
  }
}
