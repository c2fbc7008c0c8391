package io.outrigger.activation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A process and those it has started, as they were when this was made: a launcher may be one
 * process and the host another.
 */
final class ProcessTree {
  private static final long ZOMBIE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Process root;
  private final List<ProcessHandle> descendants;

  ProcessTree(Process root) {
    this.root = root;
    descendants = root.descendants().toList();
  }

  void signal(Consumer<ProcessHandle> how) {
    Stream.concat(Stream.of(root.toHandle()), descendants.stream())
        .filter(ProcessTree::isRunning)
        .forEach(how);
  }

  /** Whether all have ended within that time. */
  boolean ended(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    if (!root.waitFor(within.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    for (ProcessHandle process : descendants) {
      while (isRunning(process)) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        awaitExit(process, Math.min(left, ZOMBIE_CHECK_NANOS));
      }
    }
    return true;
  }

  private static void awaitExit(ProcessHandle process, long nanos) throws InterruptedException {
    try {
      process.onExit().get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // it is asked again
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process can't be awaited", e);
    }
  }

  /**
   * Whether it has not ended. One that has and whose parent doesn't care counts as alive for the
   * JDK: in a container the parent of orphans may well be a program that never waits for them.
   */
  static boolean isRunning(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return !stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException e) {
      return process.isAlive();
    }
  }
}
