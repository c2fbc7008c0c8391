package io.outrigger.protocol.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.outrigger.protocol.pair.PairSchedules.Machine;
import io.outrigger.protocol.pair.PairSchedules.Schedule;
import io.outrigger.protocol.pair.PairSchedules.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** A class file names in plain text what it uses. */
  @ParameterizedTest
  @ValueSource(
      classes = {GatewayMachine.class, SendQueue.class, HostMachine.class, InTransit.class})
  void aMachineKnowsNoClockSocketOrThread(Class<?> machine) throws IOException {
    try (InputStream in = machine.getResourceAsStream(machine.getSimpleName() + ".class")) {
      String names = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(names.contains(machine.getSimpleName()));
      for (String other :
          List.of(
              "java/lang/System",
              "java/time/Clock",
              "java/lang/Thread",
              "java/util/concurrent/locks",
              "io/outrigger/nanomsg",
              "PairChannel",
              "Channel;")) {
        assertFalse(names.contains(other), other);
      }
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
