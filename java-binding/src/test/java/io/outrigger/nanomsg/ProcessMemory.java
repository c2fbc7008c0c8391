package io.outrigger.nanomsg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process takes of the machine. */
final class ProcessMemory {
  private ProcessMemory() {}

  /** The resident memory of this process, in KiB. */
  static long residentKiB() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("/proc/self/status has no VmRSS");
  }

  /** The heap in use after a collection, in KiB. */
  static long heapKiB() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least >> 10;
  }

  static int openFiles() {
    String[] files = new java.io.File("/proc/self/fd").list();
    return files.length;
  }
}
