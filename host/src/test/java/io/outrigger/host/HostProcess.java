package io.outrigger.host;

import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.JavaCommand;
import java.io.IOException;
import java.nio.file.Path;

/** A host as its users have it: a process. */
final class HostProcess {
  private HostProcess() {}

  /** Starts one in this folder; the tests' modules and libraries aren't on its class path. */
  static ChildProcess start(Path folder, String... arguments) throws IOException {
    JavaCommand command =
        new JavaCommand(HostCommand.class)
            .shortLived()
            .without(entry -> entry.contains("test-classes"));
    return ChildProcess.start("host", folder, command.with(arguments));
  }
}
