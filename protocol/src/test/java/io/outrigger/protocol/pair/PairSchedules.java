package io.outrigger.protocol.pair;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code pair-schedules.txt}, whose head describes its format. */
final class PairSchedules {

  /** Something happens, and this is all that comes of it. */
  record Step(int line, List<String> words, List<String> expected) {}

  /** A machine's name and settings, and what happens to it. */
  record Schedule(String name, List<String> machine, List<Step> steps) {}

  /** A machine in the hands of a schedule. */
  interface Machine {
    /** Has an event happen, and returns what the machine did because of it. */
    List<String> happen(List<String> words);
  }

  private final List<Schedule> schedules = new ArrayList<>();

  private PairSchedules(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        add(i + 1, line);
      }
    }
  }

  static List<Schedule> read() throws IOException {
    try (InputStream in = PairSchedules.class.getResourceAsStream("/pair-schedules.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new PairSchedules(text.lines().toList()).schedules;
    }
  }

  private void add(int number, String line) {
    if (line.startsWith("schedule ")) {
      schedules.add(
          new Schedule(line.substring("schedule ".length()), new ArrayList<>(), new ArrayList<>()));
      return;
    }
    Schedule schedule = schedules.get(schedules.size() - 1);
    List<Step> steps = schedule.steps();
    if (line.startsWith("expect ")) {
      steps.get(steps.size() - 1).expected().add(line.substring("expect ".length()));
    } else if (schedule.machine().isEmpty()) {
      schedule.machine().addAll(List.of(line.split(" +")));
    } else {
      steps.add(new Step(number, List.of(line.split(" +")), new ArrayList<>()));
    }
  }

  /** The value of a setting {@code key=value}. */
  static String setting(List<String> settings, String key, String standard) {
    return settings.stream()
        .filter(setting -> setting.startsWith(key + "="))
        .map(setting -> setting.substring(key.length() + 1))
        .findFirst()
        .orElse(standard);
  }

  static String millis(long nanos) {
    return nanos > PairTime.NEVER / 2 ? "never" : Long.toString(nanos / 1_000_000);
  }
}
