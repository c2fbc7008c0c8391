package io.outrigger.protocol.reqrep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code reqrep-schedules.txt}, whose head describes its format. */
final class Schedules {

  /** Something happens, and this is all that comes of it. */
  record Step(int line, List<String> words, List<String> expected) {}

  /** A machine's name and settings, and what happens to it. */
  record Schedule(int line, String name, List<String> machine, List<Step> steps) {}

  private final List<Schedule> schedules = new ArrayList<>();

  private Schedules(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        add(i + 1, line);
      }
    }
  }

  static List<Schedule> read() throws IOException {
    try (InputStream in = Schedules.class.getResourceAsStream("/reqrep-schedules.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Schedules(text.lines().toList()).schedules;
    }
  }

  private void add(int number, String line) {
    if (line.startsWith("schedule ")) {
      String name = line.substring("schedule ".length());
      schedules.add(new Schedule(number, name, new ArrayList<>(), new ArrayList<>()));
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
}
