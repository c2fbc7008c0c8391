package io.outrigger.interop.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.Proc;
import java.io.IOException;
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

  /** Asking after the classes of its heap collects what is no longer used. */
  static Memory of(ChildProcess process) throws IOException {
    long live = number(LIVE, Proc.jcmd(process.pid(), "GC.class_histogram"));
    return new Memory(live, Proc.residentBytes(process.pid()));
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
