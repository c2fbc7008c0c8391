package io.outrigger.interop.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.interop.process.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process in Java takes.
 *
 * @param liveBytes on its heap, after a collection
 * @param residentBytes of the whole process
 */
record Memory(long liveBytes, long residentBytes) {
  private static final Pattern LIVE = Pattern.compile("Total +[0-9]+ +([0-9]+)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");

  static Memory of(ChildProcess process) throws IOException {
    long live = number(LIVE, histogram(process));
    Path status = Path.of("/proc/" + process.pid() + "/status");
    return new Memory(live, 1024 * number(RESIDENT, Files.readString(status)));
  }

  /** Of the classes of its heap; taking it collects what isn't used any more. */
  private static String histogram(ChildProcess process) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process told =
        new ProcessBuilder(List.of(jcmd, "" + process.pid(), "GC.class_histogram"))
            .redirectErrorStream(true)
            .start();
    return new String(told.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertTrue(matcher.find(), () -> "no '" + pattern + "' in: " + text);
    return Long.parseLong(matcher.group(1));
  }

  @Override
  public String toString() {
    return "%.1f MB live, %.1f MB resident".formatted(liveBytes / 1e6, residentBytes / 1e6);
  }
}
