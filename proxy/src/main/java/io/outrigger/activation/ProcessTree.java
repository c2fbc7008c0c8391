package io.outrigger.activation;

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
  private final List<ProcessHandle> processes;

  ProcessTree(Process root) {
    processes = Stream.concat(Stream.of(root.toHandle()), root.descendants()).toList();
  }

  void signal(Consumer<ProcessHandle> how) {
    processes.stream().filter(ProcessHandle::isAlive).forEach(how);
  }

  /** Whether all have ended within that time. */
  boolean ended(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    for (ProcessHandle process : processes) {
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        process.onExit().get(left, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException("the end of a process can't be awaited", e);
      }
    }
    return true;
  }
}
