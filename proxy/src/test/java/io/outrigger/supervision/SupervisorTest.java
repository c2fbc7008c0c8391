package io.outrigger.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.supervision.RestartPolicy.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedules; times are milliseconds, and no wait has jitter. */
class SupervisorTest {
  private static final Duration START = Duration.ofSeconds(40);
  private static final Duration STOP = Duration.ofSeconds(13);
  private static final String CRASH = "exit code 1";

  private final List<String> actions = new ArrayList<>();
  private long now;

  private final Supervisor.Output output =
      new Supervisor.Output() {
        @Override
        public void launch() {
          actions.add("launch");
        }

        @Override
        public void terminate() {
          actions.add("terminate");
        }

        @Override
        public void dumpThreads() {
          actions.add("dump");
        }

        @Override
        public void kill() {
          actions.add("kill");
        }

        @Override
        public void changed(HostState state, String reason) {
          actions.add(state.name());
        }
      };

  private Supervisor supervisor(When when) {
    return new Supervisor(
        RestartPolicy.of(when), new SupervisionTimes(START, STOP), () -> 0.5, output);
  }

  /** One whose module is created. */
  private Supervisor running(When when) {
    Supervisor supervisor = supervisor(when);
    supervisor.start(nanos());
    supervisor.created(nanos());
    actions.clear();
    return supervisor;
  }

  private long nanos() {
    return now * 1_000_000;
  }

  /** Time passes, and the machine is called whenever it wants to be. */
  private void pass(Supervisor supervisor, long millis) {
    long until = now + millis;
    while (supervisor.deadline() <= until * 1_000_000) {
      now = Math.max(now, (supervisor.deadline() + 999_999) / 1_000_000);
      supervisor.tick(nanos());
    }
    now = until;
    supervisor.tick(nanos());
  }

  private void expect(String... expected) {
    assertEquals(List.of(expected), actions);
    actions.clear();
  }

  @Test
  void aHostStartsAndRunsWhenItsModuleIsCreated() {
    Supervisor supervisor = supervisor(When.ON_FAILURE);
    supervisor.start(nanos());
    expect("STARTING", "launch");
    supervisor.created(nanos());
    expect("RUNNING");
    pass(supervisor, 1_000_000);
    expect();
  }

  @Test
  void afterAFailureAnotherInstanceFollowsWithABackOffThatDoubles() {
    Supervisor supervisor = running(When.ON_FAILURE);
    for (long wait = 500; wait < 30_000; wait *= 2) {
      supervisor.ended(CRASH, false, nanos());
      expect("BACKOFF");
      pass(supervisor, wait - 1);
      expect();
      pass(supervisor, 1);
      expect("STARTING", "launch");
      supervisor.created(nanos());
      expect("RUNNING");
    }
    supervisor.ended(CRASH, false, nanos());
    pass(supervisor, 29_999);
    expect("BACKOFF");
    pass(supervisor, 1);
    expect("STARTING", "launch");
  }

  @Test
  void aHealthyInstanceBringsTheBackOffToItsStart() {
    Supervisor supervisor = running(When.ON_FAILURE);
    for (int i = 0; i < 4; i++) {
      supervisor.ended(CRASH, false, nanos());
      pass(supervisor, 30_000);
      supervisor.created(nanos());
    }
    actions.clear();
    pass(supervisor, 60_000);
    supervisor.ended(CRASH, false, nanos());
    pass(supervisor, 500);
    expect("BACKOFF", "STARTING", "launch");
  }

  @Test
  void tooManyStartsAreAFailureThatStays() {
    Supervisor supervisor = running(When.ON_FAILURE);
    for (int i = 0; i < 19; i++) {
      supervisor.ended(CRASH, false, nanos());
      pass(supervisor, 30_000);
      assertEquals(HostState.STARTING, supervisor.state(), "start " + i);
    }
    actions.clear();
    supervisor.ended(CRASH, false, nanos());
    expect("FAILED");
    pass(supervisor, 10_000_000);
    expect();
  }

  @Test
  void startsThatAreLongAgoDoNotCount() {
    Supervisor supervisor = running(When.ON_FAILURE);
    for (int i = 0; i < 100; i++) {
      supervisor.ended(CRASH, false, nanos());
      pass(supervisor, 31_600);
      assertEquals(HostState.STARTING, supervisor.state(), "start " + i);
    }
  }

  @Test
  void withoutAPolicyAFailedHostStaysDown() {
    Supervisor supervisor = running(When.NEVER);
    supervisor.ended(CRASH, false, nanos());
    expect("FAILED");
    pass(supervisor, 10_000_000);
    expect();
  }

  @Test
  void anEndWithoutDestroyIsAFailureWhateverItsExitCode() {
    Supervisor supervisor = running(When.ON_FAILURE);
    supervisor.ended("exit code 0", true, nanos());
    expect("BACKOFF");
  }

  @Test
  void aSignalFromOutsideIsNoFailure() {
    Supervisor supervisor = running(When.ON_FAILURE);
    supervisor.toldToEnd(nanos());
    pass(supervisor, 299);
    expect("STOPPING");
    pass(supervisor, 1);
    expect("terminate");
    supervisor.ended("exit code 143", true, nanos());
    expect("STOPPED");
    pass(supervisor, 10_000_000);
    expect();
  }

  @Test
  void aSignalFromOutsideIsFollowedByAnotherInstanceIfThatIsThePolicy() {
    Supervisor supervisor = running(When.ALWAYS);
    supervisor.toldToEnd(nanos());
    pass(supervisor, 400);
    supervisor.ended("exit code 143", true, nanos());
    pass(supervisor, 500);
    expect("STOPPING", "terminate", "BACKOFF", "STARTING", "launch");
  }

  @Test
  void aGatewayThatGetsTheSignalTooEndsTheHostItself() {
    Supervisor supervisor = running(When.ALWAYS);
    supervisor.toldToEnd(nanos());
    pass(supervisor, 200);
    supervisor.close();
    pass(supervisor, 100_000);
    supervisor.ended("exit code 0", true, nanos());
    pass(supervisor, 100_000);
    expect("STOPPING", "STOPPED");
  }

  @Test
  void anInstanceThatDoesNotEndThoughItWasToldIsKilled() {
    Supervisor supervisor = running(When.ON_FAILURE);
    supervisor.toldToEnd(nanos());
    pass(supervisor, 300 + STOP.toMillis() - 1);
    expect("STOPPING", "terminate");
    pass(supervisor, 1);
    expect("kill");
  }

  @Test
  void aHangIsKilledAndReplaced() {
    Supervisor supervisor = running(When.ON_FAILURE);
    assertTrue(supervisor.hanging("receive", nanos()));
    expect("STOPPING", "kill");
    supervisor.ended("signal 9", false, nanos());
    expect("BACKOFF");
  }

  @Test
  void aSilentHostShowsItsThreadsFirst() {
    Supervisor supervisor = running(When.ON_FAILURE);
    assertTrue(supervisor.silent("nothing is acknowledged", nanos()));
    pass(supervisor, 999);
    expect("STOPPING", "dump");
    pass(supervisor, 1);
    expect("kill");
  }

  @Test
  void withoutAPolicyAHangIsOnlyTold() {
    Supervisor supervisor = running(When.NEVER);
    assertFalse(supervisor.hanging("receive", nanos()));
    assertFalse(supervisor.silent("nothing is acknowledged", nanos()));
    pass(supervisor, 1_000_000);
    expect();
  }

  @Test
  void aHangThatIsReportedTwiceIsKilledOnce() {
    Supervisor supervisor = running(When.ON_FAILURE);
    assertTrue(supervisor.hanging("receive", nanos()));
    assertFalse(supervisor.hanging("receive", nanos()));
    expect("STOPPING", "kill");
  }

  @Test
  void aReplacementWhoseModuleIsNotCreatedInTimeIsReplaced() {
    Supervisor supervisor = running(When.ON_FAILURE);
    supervisor.ended(CRASH, false, nanos());
    pass(supervisor, 500);
    expect("BACKOFF", "STARTING", "launch");
    pass(supervisor, START.toMillis());
    expect("STOPPING", "kill");
    supervisor.ended("signal 9", false, nanos());
    expect("BACKOFF");
  }

  @Test
  void theFirstInstanceIsWaitedForByTheCallerOfStart() {
    Supervisor supervisor = supervisor(When.ON_FAILURE);
    supervisor.start(nanos());
    pass(supervisor, 10_000_000);
    expect("STARTING", "launch");
  }

  @Test
  void anInstanceThatEndsBeforeItsModuleWasEverCreatedIsNotReplaced() {
    Supervisor supervisor = supervisor(When.ALWAYS);
    supervisor.start(nanos());
    supervisor.ended(CRASH, false, nanos());
    pass(supervisor, 10_000_000);
    expect("STARTING", "launch", "FAILED");
  }

  @Test
  void withoutAWaitForTheFirstModuleInstancesFollowAsThePolicySays() {
    Supervisor supervisor = supervisor(When.ON_FAILURE);
    supervisor.startAndRepeat(nanos());
    expect("STARTING", "launch");
    supervisor.ended(CRASH, false, nanos());
    pass(supervisor, 500);
    expect("BACKOFF", "STARTING", "launch");
    pass(supervisor, START.toMillis());
    expect("STOPPING", "kill");
    supervisor.ended("signal 9", false, nanos());
    pass(supervisor, 1000);
    expect("BACKOFF", "STARTING", "launch");
    supervisor.created(nanos());
    expect("RUNNING");
  }

  @Test
  void withoutAPolicyThereIsOneTry() {
    Supervisor supervisor = supervisor(When.NEVER);
    supervisor.startAndRepeat(nanos());
    supervisor.ended(CRASH, false, nanos());
    pass(supervisor, 10_000_000);
    expect("STARTING", "launch", "FAILED");
  }

  @Test
  void aLaunchThatFailsIsAFailure() {
    Supervisor supervisor = running(When.ON_FAILURE);
    supervisor.ended(CRASH, false, nanos());
    pass(supervisor, 500);
    supervisor.ended("there is no such program", false, nanos());
    expect("BACKOFF", "STARTING", "launch", "BACKOFF");
  }

  @Test
  void anOperatorRestartsARunningHostInOrder() {
    Supervisor supervisor = running(When.NEVER);
    supervisor.restart(nanos());
    expect("STOPPING", "terminate");
    supervisor.ended("exit code 143", true, nanos());
    expect("STARTING", "launch");
  }

  @Test
  void anOperatorRestartsAHostThatHasFailed() {
    Supervisor supervisor = running(When.NEVER);
    supervisor.ended(CRASH, false, nanos());
    supervisor.restart(nanos());
    expect("FAILED", "STARTING", "launch");
  }

  @Test
  void anOperatorDoesNotWaitForTheBackOff() {
    Supervisor supervisor = running(When.ON_FAILURE);
    supervisor.ended(CRASH, false, nanos());
    supervisor.restart(nanos());
    expect("BACKOFF", "STARTING", "launch");
  }

  @Test
  void aClosedHostIsNotReplaced() {
    for (When when : When.values()) {
      Supervisor supervisor = running(when);
      supervisor.close();
      supervisor.ended(CRASH, false, nanos());
      supervisor.restart(nanos());
      pass(supervisor, 10_000_000);
      expect("STOPPING", "STOPPED");
    }
  }

  @Test
  void aHostThatWaitsForItsNextInstanceStopsAtOnce() {
    Supervisor supervisor = running(When.ON_FAILURE);
    supervisor.ended(CRASH, false, nanos());
    supervisor.close();
    pass(supervisor, 10_000_000);
    expect("BACKOFF", "STOPPED");
  }
}
