package io.outrigger.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the machine is, as far as numbers depend on it. */
public final class Machine {
  private Machine() {}

  /** One line: processor, cores, memory, kernel, Java, and how busy it is now. */
  public static String describe() {
    return "machine: %s, %d cores, %s, Linux %s, Java %s (%s), load %s"
        .formatted(
            field("/proc/cpuinfo", "model name"),
            Runtime.getRuntime().availableProcessors(),
            memory(),
            System.getProperty("os.version"),
            System.getProperty("java.version"),
            System.getProperty("java.vm.name"),
            load());
  }

  private static String memory() {
    long kib = Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
    return Math.round(kib / 1048576.0) + " GiB";
  }

  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String field(String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          // Not every architecture's kernel tells the processor's name.
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
