package io.outrigger.activation.fork;

import io.outrigger.activation.HostInstance;
import io.outrigger.activation.InstanceEnd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process under {@code outrigger-launch}. The launcher's stdin takes commands, and its end of
 * file is this process's death, upon which all is killed; its stderr brings what becomes of the
 * instance ({@code native/README.md}, "The launcher").
 */
final class ForkInstance implements HostInstance {
  private static final Logger LOG = LoggerFactory.getLogger(ForkInstance.class);
  private static final Pattern EXIT =
      Pattern.compile("EXIT (code|signal)=(\\d+) children=(\\d+)(?: left=(\\d+))?");

  private static final Duration UNTIL_KILLED = Duration.ofSeconds(2);

  private final String module;
  private final HostProgram program;
  private final Process launcher;
  private final Listener listener;
  private final HostOutput output;
  private final CompletableFuture<InstanceEnd> end = new CompletableFuture<>();

  /** Guarded by itself; null when it was closed. */
  private final OutputStream lifeline;

  /** 0 until it is known. */
  private volatile long pid;

  /** Why it isn't run, if the launcher says so. Of the reader's thread. */
  private String error = "";

  ForkInstance(
      String module, HostProgram program, int linesPerSecond, Process launcher, Listener listener) {
    this.module = module;
    this.program = program;
    this.launcher = launcher;
    this.listener = listener;
    lifeline = launcher.getOutputStream();
    output = new HostOutput(module, linesPerSecond, launcher.getInputStream());
    Thread reader = new Thread(this::readStatus, "status of " + module);
    reader.setDaemon(true);
    reader.start();
  }

  private void readStatus() {
    InstanceEnd ended = null;
    try (BufferedReader lines = launcher.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher exit = EXIT.matcher(line);
        if (exit.matches()) {
          ended = end(exit);
        } else {
          report(line);
        }
      }
    } catch (IOException e) {
      LOG.debug("{}: the launcher's status can no longer be read", module, e);
    }
    awaitLauncher();
    closeLifeline();
    end.complete(ended == null ? withoutExit() : ended);
    listener.ended(end.join());
  }

  /** It has nothing to do any longer, but the JDK still has to notice its end. */
  private void awaitLauncher() {
    try {
      launcher.waitFor(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(String line) {
    int blank = line.indexOf(' ');
    String word = blank < 0 ? line : line.substring(0, blank);
    String text = blank < 0 ? "" : line.substring(blank + 1);
    switch (word) {
      case "PID" -> {
        pid = Long.parseLong(text);
        LOG.info("{}: runs {} as process {}", module, program, pid);
      }
      case "READY" -> listener.ready();
      case "STOPPING" -> listener.stopping();
      case "HANG" -> listener.hanging(text);
      default -> {
        error = word.equals("ERROR") ? text : line;
        LOG.warn("{}: {}", module, error);
      }
    }
  }

  private InstanceEnd end(Matcher exit) {
    int number = Integer.parseInt(exit.group(2));
    boolean code = exit.group(1).equals("code");
    String children =
        exit.group(3).equals("0")
            ? ""
            : "; processes that it had started and left were killed: " + exit.group(3);
    String left = exit.group(4) == null ? "" : "; processes that can't be killed: " + exit.group(4);
    return new InstanceEnd(
        (code ? "ended with exit code " + number : "was ended by " + signal(number))
            + children
            + left,
        code ? number : 128 + number,
        output.awaitLastLines());
  }

  /** As people know it, where they do. */
  private static String signal(int number) {
    return "signal "
        + number
        + switch (number) {
          case 2 -> " (SIGINT)";
          case 3 -> " (SIGQUIT)";
          case 4 -> " (SIGILL)";
          case 6 -> " (SIGABRT)";
          case 7 -> " (SIGBUS)";
          case 8 -> " (SIGFPE)";
          case 9 -> " (SIGKILL)";
          case 11 -> " (SIGSEGV)";
          case 15 -> " (SIGTERM)";
          default -> "";
        };
  }

  private InstanceEnd withoutExit() {
    String how = error.isEmpty() ? "ended with its launcher, which was killed" : error;
    return new InstanceEnd(how, -1, output.awaitLastLines());
  }

  @Override
  public String name() {
    return pid == 0 ? "'" + program + "'" : "process " + pid;
  }

  @Override
  public void terminate() {
    command("TERM");
  }

  @Override
  public void dumpThreads() {
    output.expectDump();
    command("QUIT");
  }

  @Override
  public void kill() {
    command("KILL");
  }

  private void command(String word) {
    synchronized (lifeline) {
      try {
        lifeline.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
        lifeline.flush();
      } catch (IOException e) {
        LOG.debug("{}: its launcher is gone", module, e);
      }
    }
  }

  private void closeLifeline() {
    synchronized (lifeline) {
      try {
        lifeline.close();
      } catch (IOException e) {
        LOG.debug("{}: its launcher is gone", module, e);
      }
    }
  }

  @Override
  public Optional<InstanceEnd> end() {
    return Optional.ofNullable(end.getNow(null));
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    try {
      end.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is never completed so", e);
    }
  }

  @Override
  public boolean stop(Duration grace, Duration untilKill) throws InterruptedException {
    long killAt = System.nanoTime() + untilKill.toNanos();
    try {
      if (awaitEnd(grace)) {
        return true;
      }
      LOG.warn("{}: {} still runs, SIGTERM", module, name());
      terminate();
      Duration left = Duration.ofNanos(Math.max(0, killAt - System.nanoTime()));
      if (awaitEnd(left.compareTo(UNTIL_KILLED) < 0 ? left : UNTIL_KILLED)) {
        return true;
      }
      LOG.warn("{}: {} still runs, SIGKILL", module, name());
      kill();
      if (awaitEnd(UNTIL_KILLED)) {
        return true;
      }
      LOG.error("{}: {} can't be ended", module, name());
      return false;
    } catch (InterruptedException e) {
      kill(); // no time is left to be polite
      throw e;
    }
  }
}
