package io.outrigger.runtime;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names the caller of {@code System.exit} in a process that was not to end. */
final class ExitReport {
  private static final Logger LOG = LoggerFactory.getLogger(ExitReport.class);

  private ExitReport() {}

  /** Logs the call that ends the JVM, if one does; a signal ends it without. */
  static void log() {
    for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
      if (isExiting(thread.getValue())) {
        log(thread.getKey(), thread.getValue());
      }
    }
  }

  static boolean isExiting(StackTraceElement[] stack) {
    return Stream.of(stack).anyMatch(ExitReport::isExit);
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getClassName().equals("java.lang.Runtime") && frame.getMethodName().equals("exit");
  }

  private static void log(Thread thread, StackTraceElement[] stack) {
    LOG.error(
        "{} called System.exit on its thread '{}', which ends this process:{}",
        ModuleThreads.moduleOf(thread).map(name -> "module '" + name + "'").orElse("somebody"),
        thread.getName(),
        Stream.of(stack)
            .map(frame -> System.lineSeparator() + "\tat " + frame)
            .collect(Collectors.joining()));
  }
}
