package io.outrigger.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command in a process of its own, and the lines that it writes. */
final class Run implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;

  private final Process process;
  private final Thread reader;

  /** Guarded by itself; notified of each line. */
  private final List<String> lines = new ArrayList<>();

  private Run(ProcessBuilder builder) throws IOException {
    process = builder.redirectErrorStream(true).start();
    reader = new Thread(this::read, "lines of " + builder.command().get(0));
    reader.start();
  }

  /** Has what is started know nothing of this machine's settings. */
  static ProcessBuilder command(Path folder, String... command) {
    // As from a shell, also when these tests run where signals are ignored (nohup, &).
    List<String> line = new ArrayList<>(List.of("env", "--default-signal"));
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("OUTRIGGER_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  static Run of(ProcessBuilder builder) throws IOException {
    return new Run(builder);
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line in which this is found, and returns what the first group matched. */
  String await(String regex) throws InterruptedException {
    Pattern pattern = Pattern.compile(regex);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    synchronized (lines) {
      for (int next = 0; ; next++) {
        while (next == lines.size()) {
          long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (millis <= 0) {
            fail("no line matches " + regex + ":\n" + output());
          }
          lines.wait(millis);
        }
        Matcher matcher = pattern.matcher(lines.get(next));
        if (matcher.find()) {
          return matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
        }
      }
    }
  }

  /** Waits for the end and returns the exit status. */
  int exit() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      fail("still runs:\n" + output());
    }
    reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
    return process.exitValue();
  }

  void assertExit(int status) throws InterruptedException {
    assertEquals(status, exit(), this::output);
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  String lastLine() {
    List<String> all = lines();
    return all.isEmpty() ? "" : all.get(all.size() - 1);
  }

  String output() {
    return String.join("\n", lines());
  }

  long pid() {
    return process.pid();
  }

  void signal(String name) throws IOException, InterruptedException {
    signal(name, process.pid());
  }

  static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
