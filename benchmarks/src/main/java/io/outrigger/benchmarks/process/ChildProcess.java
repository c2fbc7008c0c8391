package io.outrigger.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A process that takes commands as lines on stdin and answers each with a line on stdout; its
 * stderr is ours. It ends when its stdin does. Used by one thread.
 */
public final class ChildProcess implements AutoCloseable {
  /** Much longer than any command takes: who says nothing until then never will. */
  private static final Duration TIMEOUT = Duration.ofSeconds(120);

  private final String name;
  private final Process process;
  private final Writer stdin;
  private final BufferedReader stdout;

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    stdin = process.outputWriter(StandardCharsets.UTF_8);
    stdout = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a program. */
  public static ChildProcess start(String name, List<String> command) throws IOException {
    return start(name, command, Map.of());
  }

  /** Starts a program with these variables added to its environment. */
  public static ChildProcess start(
      String name, List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new ChildProcess(name, builder.start());
  }

  /** The process ids of this process and of all that it started. */
  public List<Long> withDescendants() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Sends a command. */
  public void tell(String command) {
    try {
      stdin.write(command + "\n");
      stdin.flush();
    } catch (IOException e) {
      throw new IllegalStateException(name + " is gone: " + e.getMessage(), e);
    }
  }

  /** The answer to the oldest command that has none yet; waits for it. */
  public String answer() throws InterruptedException {
    try {
      String line =
          CompletableFuture.supplyAsync(this::readLine).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new IllegalStateException(name + " ended: its stderr says why");
      }
      return line;
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          name + " said nothing for " + TIMEOUT.toSeconds() + " s: see what it hangs on", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + ": " + e.getCause().getMessage(), e);
    }
  }

  private String readLine() {
    try {
      return stdout.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its stdin and waits for its end; kills it and all it started if that doesn't come. */
  @Override
  public void close() {
    try {
      stdin.close();
    } catch (IOException e) {
      // It is gone already.
    }
    boolean ended = false;
    try {
      ended = process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
