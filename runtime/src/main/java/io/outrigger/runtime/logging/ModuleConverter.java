package io.outrigger.runtime.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.outrigger.runtime.ModuleThreads;

/**
 * {@code %module} in a pattern of logback: the name of the module on whose thread something is
 * logged, with a colon and a blank; nothing on other threads.
 */
public final class ModuleConverter extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    // Appenders run on the thread that logs.
    return ModuleThreads.currentModule().map(name -> name + ": ").orElse("");
  }
}
