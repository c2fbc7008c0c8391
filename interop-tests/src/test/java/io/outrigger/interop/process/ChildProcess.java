package io.outrigger.interop.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process and its lines: those of its error stream, and those of its output unless that is piped.
 */
public final class ChildProcess implements AutoCloseable {

  /**
   * @param nanos when it came
   */
  public record Line(long nanos, String text) {}

  private final String name;
  private final Process process;
  private final InputStream lineStream;
  private final Thread reader;

  /** Guarded by itself. */
  private final List<Line> lines = new ArrayList<>();

  private ChildProcess(String name, Process process, InputStream lineStream) {
    this.name = name;
    this.process = process;
    this.lineStream = lineStream;
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
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Process process = builder.redirectErrorStream(true).start();
    return new ChildProcess(name, process, process.getInputStream());
  }

  /** Starts a program whose input and output are pipes to the test. */
  public static ChildProcess startPiped(String name, Path folder, List<String> command)
      throws IOException {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    return new ChildProcess(name, process, process.getErrorStream());
  }

  /** What the process reads. */
  public OutputStream standardInput() {
    return process.getOutputStream();
  }

  /** What the process writes, if that is piped. */
  public InputStream standardOutput() {
    return process.getInputStream();
  }

  private void read() {
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(lineStream, StandardCharsets.UTF_8))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
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

  /** Where the threads of a process in Java are; empty for another one, or if it can't tell. */
  public String threads() {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process told =
          new ProcessBuilder(jcmd.toString(), "" + process.pid(), "Thread.print")
              .redirectErrorStream(true)
              .start();
      String text = new String(told.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.contains("Full thread dump") ? text : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Waits for the end of the process, and that it ends so. */
  public void awaitExit(int status) throws InterruptedException {
    boolean ended = process.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    assertTrue(ended, () -> this + " still runs:\n" + output());
    reader.join(Await.DEADLINE.toMillis());
    assertEquals(status, process.exitValue(), () -> this + " said:\n" + output());
  }

  /** Waits for the end of the process, and that it ends by itself and not well. */
  public void awaitFailure() throws InterruptedException {
    assertTrue(process.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS), this::output);
    int status = process.exitValue();
    assertTrue(
        status != 0 && status < 128, () -> this + " ended with " + status + ":\n" + output());
  }

  public boolean isAlive() {
    return process.isAlive();
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
