package io.outrigger.interop.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process and its lines, of the output and the error stream together. */
public final class ChildProcess implements AutoCloseable {

  /**
   * @param nanos when it came
   */
  public record Line(long nanos, String text) {}

  private final String name;
  private final Process process;
  private final Thread reader;

  /** Guarded by itself. */
  private final List<Line> lines = new ArrayList<>();

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    reader = new Thread(this::read, "lines of " + name);
    reader.start();
  }

  /**
   * Starts a program.
   *
   * @param name for what a test says of it
   */
  public static ChildProcess start(String name, Path folder, List<String> command)
      throws IOException {
    return new ChildProcess(
        name,
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start());
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(new Line(System.nanoTime(), line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines so far that hold this text. */
  public List<Line> lines(String text) {
    synchronized (lines) {
      return lines.stream().filter(line -> line.text().contains(text)).toList();
    }
  }

  /** Waits for a line that holds this text, the first one. */
  public Line await(String text) {
    return await(text, 1);
  }

  /** Waits for so many lines that hold this text; returns the last of them. */
  public Line await(String text, int count) {
    Await.until(
        () -> count + " lines with '" + text + "' in what " + this + " says:\n" + output(),
        () -> lines(text).size() >= count || !process.isAlive() && !reader.isAlive());
    List<Line> found = lines(text);
    assertTrue(
        found.size() >= count,
        () -> this + " ended without saying '" + text + "', but:\n" + output());
    return found.get(count - 1);
  }

  /** Closes its standard input, at which some programs end. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Everything that it wrote. */
  public String output() {
    synchronized (lines) {
      return String.join("\n", lines.stream().map(Line::text).toList());
    }
  }

  /** Waits for the end of the process, and that it ends so. */
  public void awaitExit(int status) throws InterruptedException {
    boolean ended = process.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    assertTrue(ended, () -> this + " still runs:\n" + output());
    reader.join(Await.DEADLINE.toMillis());
    assertEquals(status, process.exitValue(), () -> this + " said:\n" + output());
  }

  public long pid() {
    return process.pid();
  }

  /** Whether the process ends within that time. */
  public boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Sends a signal by its name, such as STOP; returns when it is sent. */
  public void signal(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
    assertEquals(0, kill.waitFor(), () -> "no signal for " + this + ":\n" + output());
  }

  /**
   * Ends the process by SIGKILL and waits until it is gone.
   *
   * @return when the signal was sent
   */
  public long kill() throws InterruptedException {
    long nanos = System.nanoTime();
    process.destroyForcibly();
    awaitExit(128 + 9);
    return nanos;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    return name + " (" + process.pid() + ")";
  }
}
