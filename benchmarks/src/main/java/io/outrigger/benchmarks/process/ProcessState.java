package io.outrigger.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says about processes. */
public final class ProcessState {
  /** The kernel tells times in ticks of 10 ms (USER_HZ), whatever its own are. */
  private static final long TICK_NANOS = 10_000_000;

  // Places in /proc/PID/stat, counted from 0 after the name: proc(5) counts from 1 before it.
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  private ProcessState() {}

  /** What these processes use of one core, in percent, from now on for this long. */
  public static double cpuPercent(List<Long> pids, Duration duration)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long before = cpuNanos(pids);
    Thread.sleep(duration.toMillis());
    return 100.0 * (cpuNanos(pids) - before) / (System.nanoTime() - begin);
  }

  private static long cpuNanos(List<Long> pids) throws IOException {
    long ticks = 0;
    for (long pid : pids) {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name stands in parentheses and may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      ticks += Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    }
    return ticks * TICK_NANOS;
  }

  /** The resident memory of a process, in MB of 1,048,576 bytes. */
  public static double residentMegabytes(long pid) throws IOException {
    return number(pid, "status", "VmRSS") / 1024.0;
  }

  /** The memory of a process, in MB, with its share of what others have mapped as well. */
  public static double proportionalMegabytes(long pid) throws IOException {
    return number(pid, "smaps_rollup", "Pss") / 1024.0;
  }

  /** The number of threads of a process. */
  public static long threads(long pid) throws IOException {
    return number(pid, "status", "Threads");
  }

  private static long number(long pid, String file, String field) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), file))) {
      return lines
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow(() -> new IOException("process " + pid + " has no " + field));
    }
  }
}
