package io.outrigger.protocol.reqrep;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that a test does meanwhile. */
final class Background {
  interface Work {
    void run() throws Exception;
  }

  private final FutureTask<Void> task;

  private Background(Callable<Void> work) {
    task = new FutureTask<>(work);
  }

  static Background run(Work work) {
    Background background =
        new Background(
            () -> {
              work.run();
              return null;
            });
    Thread thread = new Thread(background.task, "background");
    thread.setDaemon(true);
    thread.start();
    return background;
  }

  /** Waits until it is done, and throws what it threw. */
  void await() throws InterruptedException, ExecutionException, TimeoutException {
    task.get(120, TimeUnit.SECONDS);
  }
}
