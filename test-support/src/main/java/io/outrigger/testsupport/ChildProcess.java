package io.outrigger.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process and its lines: those of its error stream, and those of its output unless that is piped.
 * It begins with the signals' defaults, as from a shell, also when the tests run where signals are
 * ignored (nohup, {@code &}); and it is killed with its descendants at the latest when it is
 * closed. Safe to use from any thread.
 */
public final class ChildProcess implements AutoCloseable {
  private static final List<String> AS_FROM_A_SHELL = List.of("env", "--default-signal");

  /** What a shell makes of SIGKILL. */
  private static final int KILLED = 128 + 9;

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
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a program.
   *
   * @param name for what a test says of it
   */
  public static ChildProcess start(String name, Path folder, List<String> command)
      throws IOException {
    return start(name, new ProcessBuilder(command).directory(folder.toFile()));
  }

  /** Starts a program whose folder, environment or input is set. */
  public static ChildProcess start(String name, ProcessBuilder builder) throws IOException {
    Process process = asFromAShell(builder).redirectErrorStream(true).start();
    return new ChildProcess(name, process, process.getInputStream());
  }

  /** Starts a program whose input and output are pipes to the test. */
  public static ChildProcess startPiped(String name, Path folder, List<String> command)
      throws IOException {
    return startPiped(name, new ProcessBuilder(command).directory(folder.toFile()));
  }

  /** Starts a program whose folder or environment is set, and whose input and output are pipes. */
  public static ChildProcess startPiped(String name, ProcessBuilder builder) throws IOException {
    Process process = asFromAShell(builder).start();
    return new ChildProcess(name, process, process.getErrorStream());
  }

  /** Runs a program to its end, which is to be a good one; returns what it wrote. */
  public static String run(String... command) throws IOException, InterruptedException {
    try (ChildProcess process = start(command[0], new ProcessBuilder(command))) {
      return process.awaitExit(0);
    }
  }

  private static ProcessBuilder asFromAShell(ProcessBuilder builder) {
    List<String> command = new ArrayList<>(AS_FROM_A_SHELL);
    command.addAll(builder.command());
    return builder.command(command);
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
      // Closed: nobody asks for its lines any more.
    }
  }

  /** What the process reads. */
  public OutputStream standardInput() {
    return process.getOutputStream();
  }

  /** What the process writes, if that is piped. */
  public InputStream standardOutput() {
    return process.getInputStream();
  }

  /** Closes its standard input, at which some programs end. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  private List<Line> found(Predicate<String> which) {
    synchronized (lines) {
      return lines.stream().filter(line -> which.test(line.text())).toList();
    }
  }

  /** The lines so far for which this holds. */
  public List<String> lines(Predicate<String> which) {
    return found(which).stream().map(Line::text).toList();
  }

  /** The lines so far that hold this text. */
  public List<String> lines(String text) {
    return lines(line -> line.contains(text));
  }

  /** The lines so far. */
  public List<String> lines() {
    return lines(line -> true);
  }

  /** The last line so far; empty if there is none. */
  public String lastLine() {
    List<String> all = lines();
    return all.isEmpty() ? "" : all.get(all.size() - 1);
  }

  /** Everything that it wrote so far, in lines. */
  public String output() {
    return String.join("\n", lines());
  }

  /** Waits for a line that holds this text, the first one. */
  public Line await(String text) {
    return await(text, 1);
  }

  /** Waits for so many lines that hold this text; returns the last of them. */
  public Line await(String text, int count) {
    return await("lines with '" + text + "'", line -> line.contains(text), count);
  }

  /** Waits for a line in which this is found; returns its first group, or all if it has none. */
  public String awaitMatch(String regex) {
    Pattern pattern = Pattern.compile(regex);
    Line line = await("lines that match " + regex, text -> pattern.matcher(text).find(), 1);
    Matcher matcher = pattern.matcher(line.text());
    assertTrue(matcher.find());
    return matcher.group(Math.min(1, matcher.groupCount()));
  }

  /** Waits for so many lines for which this holds; returns the last of them. */
  public Line await(String what, Predicate<String> which, int count) {
    Await.until(
        () -> count + " " + what + " in what " + this + " says:\n" + output(),
        () -> found(which).size() >= count || !process.isAlive() && !reader.isAlive());
    List<Line> found = found(which);
    assertTrue(
        found.size() >= count,
        () -> this + " ended without " + count + " " + what + ", but:\n" + output());
    return found.get(count - 1);
  }

  /** Waits for the end of the process and of its lines; returns its exit status. */
  public int awaitExit() throws InterruptedException {
    return awaitExit(Await.DEADLINE);
  }

  /** Waits so long for the end of the process and of its lines; returns its exit status. */
  public int awaitExit(Duration deadline) throws InterruptedException {
    assertTrue(
        endsWithin(deadline), () -> this + " still runs:\n" + output() + "\n" + threadDump());
    reader.join(Await.DEADLINE.toMillis());
    return process.exitValue();
  }

  /** Waits for the end of the process, and that it ends so; returns all that it wrote. */
  public String awaitExit(int status) throws InterruptedException {
    assertEquals(status, awaitExit(), () -> this + " said:\n" + output());
    return output();
  }

  /** Waits for the end of the process, and that it ends by itself and not well. */
  public void awaitFailure() throws InterruptedException {
    int status = awaitExit();
    assertTrue(
        status != 0 && status < 128, () -> this + " ended with " + status + ":\n" + output());
  }

  /** Whether the process ends within that time. */
  public boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** The processes that it has started and that still run, and those that these have. */
  public List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Sends a signal by its name, such as STOP; returns when it is sent. */
  public void signal(String signal) throws IOException, InterruptedException {
    signal(signal, "" + process.pid());
  }

  /** Sends a signal to its process group, which it leads: what a terminal does. */
  public void signalGroup(String signal) throws IOException, InterruptedException {
    signal(signal, "-" + process.pid());
  }

  private void signal(String signal, String target) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, "--", target).start();
    assertEquals(0, kill.waitFor(), () -> "no signal for " + this + ":\n" + output());
  }

  /**
   * Ends the process, without its descendants, by SIGKILL and waits until it is gone.
   *
   * @return when the signal was sent
   */
  public long kill() throws InterruptedException {
    long nanos = System.nanoTime();
    // Process's own method would close the streams, and what is still in them would be lost.
    process.toHandle().destroyForcibly();
    awaitExit(KILLED);
    return nanos;
  }

  /** Where the threads of a process in Java are; empty for another one, or if it can't tell. */
  public String threadDump() {
    try {
      String text = Proc.jcmd(process.pid(), "Thread.print");
      return text.contains("Full thread dump") ? text : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** How many files it has open. */
  public long openFiles() {
    return Proc.openFiles(process.pid());
  }

  /** How many threads it has. */
  public long threads() {
    return Proc.threads(process.pid());
  }

  /** Kills it and its descendants if they still run, and waits until they are gone. */
  @Override
  public void close() {
    List<ProcessHandle> descendants = descendants();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    for (ProcessHandle descendant : descendants) {
      Await.until(
          () -> "the end of process " + descendant.pid() + " that " + this + " has started",
          () -> !Proc.isRunning(descendant.pid()));
    }
  }

  @Override
  public String toString() {
    return name + " (" + process.pid() + ")";
  }
}
