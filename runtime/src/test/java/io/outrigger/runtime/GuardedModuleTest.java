package io.outrigger.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a guard reports of a module's calls. */
@Timeout(60)
class GuardedModuleTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final List<String> hangs = new CopyOnWriteArrayList<>();
  private final List<OutOfMemoryError> errors = new CopyOnWriteArrayList<>();
  private final CapturedLog log = new CapturedLog();

  /** Lets a call return that hangs. */
  private final CountDownLatch release = new CountDownLatch(1);

  private final FaultListener faults =
      new FaultListener() {
        @Override
        public void hanging(String what) {
          hangs.add(what);
        }

        @Override
        public void outOfMemory(OutOfMemoryError error) {
          errors.add(error);
        }
      };

  @AfterEach
  void end() {
    release.countDown();
    log.close();
  }

  private GuardedModule guarded(GatewayModule module) {
    CallLimits limits = new CallLimits(SHORT, SHORT, SHORT, SHORT);
    return new GuardedModule("thermometer", () -> module, limits, faults);
  }

  private static Message message() {
    return Message.of(new byte[0]);
  }

  /** A module of which one call does something. */
  private abstract static class Quiet implements GatewayModule {
    Broker broker;

    @Override
    public void create(Broker given, String configuration) {
      broker = given;
    }

    @Override
    public void receive(Message message) throws Exception {}
  }

  @Test
  void aCallThatHangsIsToldOnceWithItsStack() {
    GuardedModule module =
        guarded(
            new Quiet() {
              @Override
              public void receive(Message message) throws InterruptedException {
                release.await();
              }
            });
    Thread thread =
        new Thread(
            () -> {
              module.create(message -> {}, "null");
              module.receive(message());
            });
    thread.start();
    Await.until("it is logged", () -> !hangs.isEmpty());
    assertTrue(
        hangs.get(0).startsWith("thermometer: receive has not returned for "), hangs::toString);
    assertTrue(log.contains("GuardedModuleTest"), log.lines()::toString);
    // It is looked at again and again, and the next call would be reported, too.
    release.countDown();
    Await.until("the call returns", () -> !thread.isAlive());
    assertEquals(1, hangs.size(), hangs::toString);
  }

  @Test
  void aCallThatWaitsInPublishDoesNotHang() {
    CountDownLatch waits = new CountDownLatch(1);
    GuardedModule module =
        guarded(
            new Quiet() {
              @Override
              public void receive(Message message) {
                broker.publish(message);
              }
            });
    Broker full =
        message -> {
          waits.countDown();
          await(release);
        };
    long begin = System.nanoTime();
    Thread thread =
        new Thread(
            () -> {
              module.create(full, "null");
              module.receive(message());
            });
    thread.start();
    await(waits);
    Await.until("several limits are over", () -> System.nanoTime() - begin > 5 * SHORT.toNanos());
    assertEquals(List.of(), hangs);
    release.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSlowModuleThatMakesProgressIsNeverTakenForHung() {
    GuardedModule module =
        guarded(
            new Quiet() {
              @Override
              public void receive(Message message) {
                LockSupport.parkNanos(SHORT.toNanos() / 10);
              }
            });
    module.create(message -> {}, "null");
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < 10 * SHORT.toNanos()) {
      module.receive(message());
    }
    module.destroy();
    assertEquals(List.of(), hangs);
  }

  @Test
  void aDestroyedModuleIsNotWatched() {
    GuardedModule module = guarded(new Quiet() {});
    module.create(message -> {}, "null");
    module.destroy();
    long begin = System.nanoTime();
    Await.until("some time passes", () -> System.nanoTime() - begin > 5 * SHORT.toNanos());
    assertEquals(List.of(), hangs);
  }

  @Test
  void whatTheJvmIsOutOfIsTold() {
    GuardedModule module =
        guarded(
            new Quiet() {
              @Override
              public void receive(Message message) {
                throw new OutOfMemoryError("of the test");
              }
            });
    module.create(message -> {}, "null");
    assertTrue(module.receive(message()));
    assertEquals(1, errors.size());
  }

  @Test
  void aStackThatIsTooDeepIsAnExceptionLikeOthers() {
    GuardedModule module =
        guarded(
            new Quiet() {
              @Override
              public void receive(Message message) {
                throw new StackOverflowError("of the test");
              }
            });
    module.create(message -> {}, "null");
    assertTrue(module.receive(message()));
    assertEquals(List.of(), errors);
  }

  @Test
  void noLimitMeansNoWatch() {
    assertEquals(
        Long.MAX_VALUE,
        new CallLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO).shortest());
    assertFalse(CallLimits.DEFAULTS.shortest() == Long.MAX_VALUE);
  }
}
