package io.outrigger.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process takes of the machine, as Linux and the JDK tell. */
public final class Proc {
  private static final String RESIDENT = "VmRSS:";

  private Proc() {}

  /** The id of this process. */
  public static long self() {
    return ProcessHandle.current().pid();
  }

  /** Whether it runs: one that has ended may wait long for a parent that asks after it. */
  public static boolean isRunning(long pid) {
    try {
      String stat = Files.readString(file(pid, "stat"), StandardCharsets.ISO_8859_1);
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state != 'Z' && state != 'X';
    } catch (IOException e) {
      return false;
    }
  }

  /** How many files it has open. */
  public static long openFiles(long pid) {
    return entries(pid, "fd");
  }

  /** How many threads it has. */
  public static long threads(long pid) {
    return entries(pid, "task");
  }

  private static long entries(long pid, String folder) {
    try (Stream<Path> entries = Files.list(file(pid, folder))) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its resident memory. */
  public static long residentBytes(long pid) {
    try (Stream<String> lines = Files.lines(file(pid, "status"))) {
      String line = lines.filter(text -> text.startsWith(RESIDENT)).findFirst().orElseThrow();
      return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(long pid, String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }

  /** What a process in Java answers to the JDK's jcmd, or why it doesn't. */
  public static String jcmd(long pid, String command) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process told =
        new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
    return new String(told.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
