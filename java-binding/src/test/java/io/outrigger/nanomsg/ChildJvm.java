package io.outrigger.nanomsg;

import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.JavaCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs a main class of the tests in a JVM of its own, which may die without harm. The library that
 * it loads is never the system's, on whichever machine the tests run.
 */
final class ChildJvm {
  /** What became of it. */
  record Result(int exitCode, String output) {}

  private final Class<?> main;
  private final JavaCommand command;
  private Path workingDirectory = Path.of("").toAbsolutePath();
  private Duration deadline = Await.DEADLINE;

  ChildJvm(Class<?> main) {
    this.main = main;
    command = new JavaCommand(main).options("-D" + LibraryFinder.SYSTEM_PROPERTY + "=false");
  }

  /** What runs the JVM: a shell with limits, another user. */
  ChildJvm under(String... prefix) {
    command.under(prefix);
    return this;
  }

  ChildJvm jvm(String... options) {
    command.options(options);
    return this;
  }

  ChildJvm java(Path executable) {
    command.java(executable);
    return this;
  }

  ChildJvm classPath(String path) {
    command.classPath(path);
    return this;
  }

  /** Its working directory. */
  ChildJvm in(Path directory) {
    workingDirectory = directory;
    return this;
  }

  /** How long it may take. */
  ChildJvm within(Duration time) {
    deadline = time;
    return this;
  }

  ChildProcess start(String... arguments) throws IOException {
    return ChildProcess.start(main.getSimpleName(), workingDirectory, command.with(arguments));
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    try (ChildProcess process = start(arguments)) {
      int exitCode = process.awaitExit(deadline);
      return new Result(exitCode, process.output());
    }
  }
}
