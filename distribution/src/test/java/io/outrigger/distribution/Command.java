package io.outrigger.distribution;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Commands that know nothing of this machine's settings, each in a process of its own. */
final class Command {
  private Command() {}

  /** A command to be changed further before it is started. */
  static ProcessBuilder in(Path folder, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("OUTRIGGER_"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  static ChildProcess start(ProcessBuilder builder) throws IOException {
    Path program = Path.of(builder.command().get(0));
    return ChildProcess.start(program.getFileName().toString(), builder);
  }

  static ChildProcess start(Path folder, String... command) throws IOException {
    return start(in(folder, command));
  }
}
