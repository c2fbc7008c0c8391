package io.outrigger.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process reports to the gateway that runs it, by {@code outrigger-launch}, which names a
 * descriptor for it in the environment. Where nobody listens nothing is reported. Any thread may
 * call it; a report is lost if it can't be written.
 */
public final class InstanceStatus {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceStatus.class);

  /** The number of the descriptor. */
  private static final String VARIABLE = "OUTRIGGER_STATUS_FD";

  private final Optional<Path> file;

  private InstanceStatus(Optional<String> descriptor) {
    file =
        descriptor.map(number -> Path.of("/proc/self/fd", number)).filter(InstanceStatus::isPipe);
  }

  /** A process that isn't the launcher's own child has the variable, but another file there. */
  private static boolean isPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false;
    }
  }

  public static InstanceStatus ofThisProcess() {
    return new InstanceStatus(Optional.ofNullable(System.getenv(VARIABLE)));
  }

  /** Whether a gateway listens. */
  public boolean isReported() {
    return file.isPresent();
  }

  /** The host listens. */
  public void ready() {
    report("READY");
  }

  /** The host was told to end, and works on until its gateway has its modules destroyed. */
  public void stopping() {
    report("STOPPING");
  }

  /**
   * A call of a module doesn't return.
   *
   * @param what one line
   */
  public void hanging(String what) {
    report("HANG " + what);
  }

  private void report(String line) {
    if (file.isEmpty()) {
      return;
    }
    try (OutputStream status = Files.newOutputStream(file.get(), StandardOpenOption.WRITE)) {
      status.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("the gateway can't be told '{}': {}", line, e.toString());
    }
  }
}
