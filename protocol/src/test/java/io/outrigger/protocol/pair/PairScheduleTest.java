package io.outrigger.protocol.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.outrigger.protocol.pair.PairSchedules.Machine;
import io.outrigger.protocol.pair.PairSchedules.Schedule;
import io.outrigger.protocol.pair.PairSchedules.Step;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The recorded schedules of {@code pair}. */
class PairScheduleTest {

  @TestFactory
  Stream<DynamicTest> schedule() throws IOException {
    return PairSchedules.read().stream()
        .map(schedule -> dynamicTest(schedule.name(), () -> run(schedule)));
  }

  @Test
  void thereAreSchedulesForEachMachine() throws IOException {
    for (String machine : List.of("gateway", "queue", "host")) {
      long count =
          PairSchedules.read().stream().filter(s -> s.machine().get(0).equals(machine)).count();
      assertTrue(count >= 6, () -> count + " of a " + machine);
    }
  }

  private static void run(Schedule schedule) {
    List<String> settings = schedule.machine();
    Machine machine =
        switch (settings.get(0)) {
          case "gateway" -> new PairGatewaySchedule(settings);
          case "queue" -> new SendQueueSchedule(settings);
          case "host" -> new PairHostSchedule(settings);
          default -> throw new IllegalArgumentException("unknown machine " + settings);
        };
    for (Step step : schedule.steps()) {
      String where = "line " + step.line() + ": " + String.join(" ", step.words());
      assertEquals(step.expected(), machine.happen(step.words()), where);
    }
  }
}
