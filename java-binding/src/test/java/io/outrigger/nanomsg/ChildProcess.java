package io.outrigger.nanomsg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM of its own, which may die without harm. */
final class ChildProcess {
  /** What became of it. */
  record Result(int exitCode, String output) {}

  private final List<String> command = new ArrayList<>();
  private final List<String> jvmArguments = new ArrayList<>();
  private String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private Path workingDirectory = Path.of("").toAbsolutePath();
  private Duration patience = Await.DEADLINE;
  private String classPath = System.getProperty("java.class.path");

  /** What runs the JVM: a shell with limits, another user. */
  ChildProcess under(String... prefix) {
    command.addAll(List.of(prefix));
    return this;
  }

  ChildProcess jvm(String... arguments) {
    jvmArguments.addAll(List.of(arguments));
    return this;
  }

  ChildProcess java(Path executable) {
    java = executable.toString();
    return this;
  }

  ChildProcess classPath(String path) {
    classPath = path;
    return this;
  }

  /** Its working directory. */
  ChildProcess in(Path directory) {
    workingDirectory = directory;
    return this;
  }

  /** How long it may take. */
  ChildProcess within(Duration time) {
    patience = time;
    return this;
  }

  Process start(Class<?> main, Path log, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.add(java);
    all.add("--enable-native-access=ALL-UNNAMED");
    all.addAll(jvmArguments);
    all.addAll(List.of("-cp", classPath, main.getName()));
    all.addAll(List.of(arguments));
    return new ProcessBuilder(all)
        .directory(workingDirectory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  Result run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    Path log = Files.createTempFile("outrigger-child", ".log");
    try {
      Process process = start(main, log, arguments);
      try {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError("still running: " + main + "\n" + Files.readString(log));
        }
        return new Result(process.exitValue(), Files.readString(log));
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(log);
    }
  }
}
