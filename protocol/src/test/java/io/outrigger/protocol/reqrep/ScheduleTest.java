package io.outrigger.protocol.reqrep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.outrigger.protocol.reqrep.Schedules.Schedule;
import io.outrigger.protocol.reqrep.Schedules.Step;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The recorded schedules, which the C implementation is tested with, too. */
class ScheduleTest {

  @TestFactory
  java.util.stream.Stream<DynamicTest> schedule() throws IOException {
    return Schedules.read().stream()
        .map(schedule -> dynamicTest(schedule.name(), () -> run(schedule)));
  }

  @Test
  void thereAreSchedulesForBothMachines() throws IOException {
    List<Schedule> all = Schedules.read();
    long listeners = all.stream().filter(one -> one.machine().get(0).equals("listener")).count();
    assertTrue(listeners > 10, () -> listeners + " of a listener");
    assertTrue(all.size() - listeners > 40, () -> all.size() - listeners + " of a sender");
  }

  private static void run(Schedule schedule) {
    boolean sender = schedule.machine().get(0).equals("sender");
    ScheduledMachine machine =
        sender ? new SenderSchedule(schedule.machine()) : new ListenerSchedule();
    for (Step step : schedule.steps()) {
      List<String> actions = machine.happen(step.words());
      String where = "line " + step.line() + ": " + String.join(" ", step.words());
      assertEquals(sorted(step.expected(), false), sorted(actions, false), where);
      assertEquals(sorted(step.expected(), true), sorted(actions, true), where);
    }
  }

  /** Sends have an order; the rest has none. */
  private static List<String> sorted(List<String> actions, boolean sends) {
    java.util.stream.Stream<String> chosen =
        actions.stream().filter(action -> action.startsWith("send ") == sends);
    return (sends ? chosen : chosen.sorted()).toList();
  }
}
