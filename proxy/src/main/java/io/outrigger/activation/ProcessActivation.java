package io.outrigger.activation;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the host as a process of the gateway. */
final class ProcessActivation implements Activation {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessActivation.class);

  /** How long the end of a dead host's output is waited for. */
  private static final long OUTPUT_MILLIS = 300;

  private static final Duration UNTIL_KILLED = Duration.ofSeconds(2);

  private final String module;
  private final HostProgram program;

  /** Null until started. */
  private Process process;

  private HostOutput output;
  private volatile boolean stopping;

  ProcessActivation(String module, HostProgram program) {
    this.module = module;
    this.program = program;
  }

  @Override
  public void start(Consumer<String> ended) throws ActivationException {
    try {
      process = program.processBuilder().start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new ActivationException(
          "the host '" + program + "' can't be run: " + e.getMessage(), e);
    }
    LOG.info("{}: runs {} as process {}", module, program, process.pid());
    output = new HostOutput(module, process.getInputStream());
    output.start();
    process
        .onExit()
        .thenRunAsync(
            () -> {
              if (!stopping) {
                end().ifPresent(ended);
              }
            });
  }

  @Override
  public Optional<String> end() {
    if (process == null || process.isAlive()) {
      return Optional.empty();
    }
    return Optional.of("its process " + process.pid() + " " + exit() + lastLines());
  }

  private String exit() {
    int code = process.exitValue();
    String how = code > 128 ? " (ended by signal " + (code - 128) + ")" : "";
    return "ended with exit code " + code + how;
  }

  private List<String> awaitOutput() {
    try {
      return output.lastLines(OUTPUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private String lastLines() {
    List<String> lines = awaitOutput();
    return lines.isEmpty()
        ? " and has printed nothing"
        : "; its last lines:" + System.lineSeparator() + String.join(System.lineSeparator(), lines);
  }

  @Override
  public boolean stop(Duration grace) throws InterruptedException {
    if (process == null) {
      return false;
    }
    stopping = true;
    ProcessTree tree = new ProcessTree(process);
    try {
      if (!end(tree, grace)) {
        LOG.error("{}: process {} can't be ended", module, process.pid());
        return false;
      }
    } catch (InterruptedException e) {
      tree.signal(ProcessHandle::destroyForcibly); // no time is left to be polite
      throw e;
    }
    awaitOutput(); // so that what it printed comes before its end in the log
    LOG.info("{}: its process {} {}", module, process.pid(), exit());
    return true;
  }

  private boolean end(ProcessTree tree, Duration grace) throws InterruptedException {
    if (tree.ended(grace)) {
      return true;
    }
    LOG.warn("{}: process {} still runs, SIGTERM", module, process.pid());
    tree.signal(ProcessHandle::destroy);
    if (tree.ended(UNTIL_KILLED)) {
      return true;
    }
    LOG.warn("{}: process {} still runs, SIGKILL", module, process.pid());
    tree.signal(ProcessHandle::destroyForcibly);
    return tree.ended(UNTIL_KILLED);
  }
}
