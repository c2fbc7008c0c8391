package io.outrigger.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A host as its users have it: a process, its exit status and its lines. */
final class HostProcess implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 30;

  private final Process process;
  private final Thread reader;

  /** Guarded by itself; notified of each line and of the end. */
  private final List<String> lines = new ArrayList<>();

  HostProcess(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    // As from a shell, also when these tests run where signals are ignored (nohup, &).
    command.addAll(List.of("env", "--default-signal"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(classPathWithoutTests());
    command.add(HostCommand.class.getName());
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    reader = new Thread(this::read, "lines of the host");
    reader.start();
  }

  /** What the host has at run time: the tests' modules and libraries aren't seen. */
  private static String classPathWithoutTests() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
      lines.notifyAll();
    }
  }

  /** Waits for a line that holds this text. */
  void awaitLine(String text) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    synchronized (lines) {
      while (lines.stream().noneMatch(line -> line.contains(text))) {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
          fail("no line holds '" + text + "': " + String.join("\n", lines));
        }
        lines.wait(millis);
      }
    }
  }

  /** Waits for the end of the process, and that it ends so. Returns all it wrote. */
  String awaitExit(int status) throws InterruptedException {
    boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
    String output = output();
    if (!ended) {
      fail("the host still runs: " + output);
    }
    assertEquals(status, process.exitValue(), output);
    return output;
  }

  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal by its name, such as TERM. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
