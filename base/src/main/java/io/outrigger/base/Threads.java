package io.outrigger.base;

/** Ends of threads. */
public final class Threads {
  private Threads() {}

  /** Waits for a thread that has been told to end, unless it is the calling one. */
  public static void join(Thread thread) {
    if (thread == Thread.currentThread()) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
