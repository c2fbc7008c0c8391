package io.outrigger.activation.fork;

import io.outrigger.activation.ActivationException;
import io.outrigger.activation.HostInstance;
import io.outrigger.activation.HostLauncher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a host as a process of the gateway, under {@code outrigger-launch}. */
public final class ForkLauncher implements HostLauncher {
  private final String module;
  private final HostProgram program;
  private final int linesPerSecond;

  /**
   * @param module for log lines
   * @param linesPerSecond bounds what the gateway logs of what it prints
   */
  public ForkLauncher(String module, HostProgram program, int linesPerSecond) {
    this.module = module;
    this.program = program;
    this.linesPerSecond = linesPerSecond;
  }

  @Override
  public HostInstance launch(HostInstance.Listener listener) throws ActivationException {
    Path launch = LaunchProgram.find(System.getProperties());
    List<String> command = new ArrayList<>(List.of(launch.toString(), "--", program.path()));
    command.addAll(program.arguments());
    Process process = null;
    HostInstance instance = null;
    try {
      process = new ProcessBuilder(command).start();
      instance = new ForkInstance(module, program, linesPerSecond, process, listener);
      return instance;
    } catch (IOException e) {
      throw new ActivationException(
          "the host '" + program + "' can't be run: " + e.getMessage(), e);
    } finally {
      if (instance == null && process != null) {
        process.destroyForcibly(); // there were no threads for it
      }
    }
  }
}
