package io.outrigger.testsupport;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes with mounts of their own, for root and users who may make user namespaces. */
public final class MountNamespace {
  private static final List<String> AS_ROOT = List.of("unshare", "-m");

  /** The user stays who it is: under the name of root it would meet root's files. */
  private static final List<String> AS_USER =
      List.of("unshare", "-m", "--map-current-user", "--keep-caps");

  private static final Path HERE = Path.of("").toAbsolutePath();

  private MountNamespace() {}

  /**
   * What to put before a command. Where nothing can be mounted the test fails in CI, and is aborted
   * elsewhere.
   *
   * @param script for sh: mounts, shifts these arguments away, and runs the others
   */
  public static List<String> with(String script, String... arguments)
      throws IOException, InterruptedException {
    List<String> tried = new ArrayList<>();
    for (List<String> unshare : List.of(AS_ROOT, AS_USER)) {
      List<String> prefix = new ArrayList<>(unshare);
      prefix.addAll(List.of("sh", "-c", script, "sh"));
      prefix.addAll(List.of(arguments));
      List<String> trial = new ArrayList<>(prefix);
      trial.add("true");
      try (ChildProcess process = ChildProcess.start(String.join(" ", unshare), HERE, trial)) {
        if (process.awaitExit() == 0) {
          return prefix;
        }
        tried.add(process + ": " + process.output());
      }
    }
    String why = "neither root nor user namespaces here: nothing can be mounted; " + tried;
    assertNull(System.getenv("CI"), why);
    return abort(why);
  }
}
