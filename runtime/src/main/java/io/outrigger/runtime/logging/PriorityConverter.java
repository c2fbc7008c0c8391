package io.outrigger.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import java.util.stream.Collectors;

/**
 * {@code %priority(PATTERN)} in a pattern of logback: each line begins with the prefix of
 * sd-daemon(3), {@code <N>}, so that a reader of the lines knows the level: a gateway, or systemd's
 * journal. A further line of one record has a tab after it.
 */
public final class PriorityConverter extends CompositeConverter<ILoggingEvent> {

  @Override
  protected String transform(ILoggingEvent event, String record) {
    String prefix = "<" + priority(event.getLevel()) + ">";
    return record
        .stripTrailing()
        .lines()
        .collect(Collectors.joining("\n" + prefix + "\t", prefix, "\n"));
  }

  /** Of syslog(3). */
  private static int priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> 3;
      case Level.WARN_INT -> 4;
      case Level.INFO_INT -> 6;
      default -> 7;
    };
  }
}
