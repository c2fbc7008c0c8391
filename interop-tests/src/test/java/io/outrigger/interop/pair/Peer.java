package io.outrigger.interop.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A process that takes commands and tells what happens, a line for each. */
final class Peer implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;

  private final Process process;
  private final Thread reader;

  /** Guarded by itself; notified of each line. */
  private final List<String> lines = new ArrayList<>();

  private volatile boolean destroyed;

  Peer(Path folder, List<String> command) throws IOException {
    process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    reader = new Thread(this::read, "lines of " + command.get(0));
    reader.setDaemon(true);
    reader.start();
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
      // A process that is destroyed closes what it wrote to.
      if (!destroyed) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Gives a command. */
  Peer say(String command) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((command + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
    return this;
  }

  /** Waits until it has told that. */
  void await(String line) throws InterruptedException {
    await(line, 1);
  }

  /** Waits until it has told that so often. */
  void await(String line, int times) throws InterruptedException {
    await(times + " × '" + line + "'", told -> count(told, line::equals) >= times);
  }

  /** Waits for the messages 0 to {@code count - 1}, each once and in order, and no others. */
  void awaitMessages(int count, int size) throws InterruptedException {
    await(count + " messages", told -> count(told, line -> line.startsWith("message ")) >= count);
    List<String> messages = told("message ");
    for (int i = 0; i < messages.size(); i++) {
      assertEquals("message " + i + " " + size, messages.get(i));
    }
    assertEquals(count, messages.size());
  }

  /** Waits for a line that holds this text. */
  void awaitText(String text) throws InterruptedException {
    await("'" + text + "'", told -> told.stream().anyMatch(line -> line.contains(text)));
  }

  private void await(String what, Predicate<List<String>> condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    synchronized (lines) {
      while (!condition.test(lines)) {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        assertTrue(millis > 0, () -> what + " didn't come; there was:\n" + tail());
        lines.wait(millis);
      }
    }
  }

  private String tail() {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  private static int count(List<String> lines, Predicate<String> which) {
    return (int) lines.stream().filter(which).count();
  }

  /** How often it has told that. */
  int count(String line) {
    synchronized (lines) {
      return count(lines, line::equals);
    }
  }

  /** What it has told so far that begins so. */
  List<String> told(String beginning) {
    synchronized (lines) {
      return lines.stream().filter(line -> line.startsWith(beginning)).toList();
    }
  }

  /** Sends a signal by its name, such as STOP. */
  Peer signal(String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertEquals(0, status, "kill -" + name);
    return this;
  }

  /** Kills it and waits until it is gone. */
  void kill() throws InterruptedException {
    destroyed = true;
    process.destroyForcibly();
    assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS));
  }

  /** Waits until it ends, and that it ends so. */
  void awaitExit(int status) throws InterruptedException {
    boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
    synchronized (lines) {
      assertTrue(ended, () -> "it still runs:\n" + tail());
      assertEquals(status, process.exitValue(), this::tail);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** How many files it has open. */
  long openFiles() throws IOException {
    return entries("fd");
  }

  /** How many threads it has. */
  long threads() throws IOException {
    return entries("task");
  }

  private long entries(String directory) throws IOException {
    try (Stream<Path> entries =
        Files.list(Path.of("/proc", Long.toString(process.pid()), directory))) {
      return entries.count();
    }
  }

  /** Kills it if it still runs, and waits until it is gone: the next one uses its addresses. */
  @Override
  public void close() {
    destroyed = true;
    process.destroyForcibly().onExit().join();
  }
}
