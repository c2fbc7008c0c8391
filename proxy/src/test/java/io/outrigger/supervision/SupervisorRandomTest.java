package io.outrigger.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.supervision.RestartPolicy.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many lives of a host, with whatever can happen in any order. */
class SupervisorRandomTest {
  private static final int LIVES = 5_000;
  private static final int EVENTS = 200;

  @Test
  void whateverHappensTheRulesHold() {
    long seed = Long.getLong("outrigger.supervisor.seed", System.nanoTime());
    System.out.println("random lives of a host: -Doutrigger.supervisor.seed=" + seed);
    Random seeds = new Random(seed);
    for (int i = 0; i < LIVES; i++) {
      new Life(new Random(seeds.nextLong())).run();
    }
  }

  /** One host, and the world around it. */
  private static final class Life implements Supervisor.Output {
    private final Random random;
    private final RestartPolicy policy;
    private final Supervisor machine;
    private final List<Long> launches = new ArrayList<>();

    private long now;
    private boolean alive;
    private boolean killed;
    private boolean terminated;
    private boolean closed;
    private boolean created;
    private boolean restarted;
    private boolean repeats;
    private boolean mayRelaunch = true;
    private long downSince;

    Life(Random random) {
      this.random = random;
      When[] all = When.values();
      policy =
          new RestartPolicy(
              all[random.nextInt(all.length)],
              Duration.ofMillis(1 + random.nextInt(1000)),
              Duration.ofMillis(1000 + random.nextInt(30_000)),
              Duration.ofMillis(1 + random.nextInt(60_000)),
              random.nextInt(6),
              Duration.ofMillis(1 + random.nextInt(600_000)));
      SupervisionTimes times =
          new SupervisionTimes(
              Duration.ofMillis(1 + random.nextInt(10_000)),
              Duration.ofMillis(1 + random.nextInt(10_000)));
      machine = new Supervisor(policy, times, random::nextDouble, this);
    }

    void run() {
      repeats = random.nextBoolean();
      if (repeats) {
        machine.startAndRepeat(now);
      } else {
        machine.start(now);
      }
      for (int i = 0; i < EVENTS; i++) {
        event();
        assertFalse(machine.deadline() <= now, "what is due is done");
        check();
      }
    }

    /** The session tells of a module only while there is an instance. */
    private void event() {
      switch (random.nextInt(12)) {
        case 0 -> {
          if (alive) {
            created = true;
            machine.created(now);
          }
        }
        case 1 -> machine.toldToEnd(now);
        case 2 -> machine.hanging("receive", now);
        case 3 -> machine.silent("nothing", now);
        case 4, 5, 6 -> end();
        case 7 -> {
          if (random.nextInt(10) == 0) {
            mayRelaunch = true;
            restarted = true;
            launches.clear();
            machine.restart(now);
          }
        }
        case 8 -> {
          if (random.nextInt(40) == 0) {
            closed = true;
            machine.close();
          }
        }
        default -> pass();
      }
    }

    /** An instance ends, for a reason or for none. */
    private void end() {
      if (alive) {
        alive = false;
        downSince = now;
        mayRelaunch |= policy.when() != When.NEVER && (created || restarted || repeats);
        machine.ended("its end", random.nextBoolean(), now);
      }
    }

    private void pass() {
      long until = now + random.nextLong(2 * 60_000_000_000L);
      while (machine.deadline() <= until) {
        now = Math.max(now, machine.deadline());
        machine.tick(now);
        if (killed) {
          end();
        }
      }
      now = until;
      machine.tick(now);
    }

    private void check() {
      HostState state = machine.state();
      assertEquals(
          alive,
          state == HostState.STARTING || state == HostState.RUNNING || state == HostState.STOPPING,
          () -> "there is an instance: " + state);
      if (state == HostState.BACKOFF) {
        long wait = machine.deadline() - downSince;
        assertTrue(wait <= policy.maxBackoff().toNanos(), () -> "it waits " + wait + " ns");
      }
      if (closed) {
        assertTrue(state == HostState.STOPPED || state == HostState.STOPPING, state::name);
      }
    }

    @Override
    public void launch() {
      assertFalse(alive, "one instance at a time");
      assertFalse(closed, "none after the end");
      assertTrue(mayRelaunch, "none that the policy doesn't want");
      mayRelaunch = false;
      alive = true;
      killed = false;
      terminated = false;
      launches.add(now);
      int limit = policy.limit();
      if (limit > 0 && launches.size() > limit) {
        long span = now - launches.get(launches.size() - 1 - limit);
        assertTrue(span >= policy.within().toNanos(), () -> limit + " starts in " + span + " ns");
      }
    }

    @Override
    public void terminate() {
      assertTrue(alive && !terminated && !killed, "told to end once");
      terminated = true;
    }

    @Override
    public void dumpThreads() {
      assertTrue(alive && !killed, "there is something to be seen");
    }

    @Override
    public void kill() {
      assertTrue(alive && !killed, "killed once");
      boolean mayBeKilled = policy.when() != When.NEVER || terminated || restarted || repeats;
      assertTrue(mayBeKilled, "without a policy only what was told to end, or isn't up in time");
      killed = true;
    }

    @Override
    public void changed(HostState state, String reason) {
      assertFalse(reason.isBlank());
    }
  }
}
