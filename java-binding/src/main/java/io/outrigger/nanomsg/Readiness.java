package io.outrigger.nanomsg;

/**
 * Waits for one of the two things that a socket can be ready for, on the descriptor that the
 * library keeps readable while it is. Threads may share it: what the kernel writes here isn't read.
 *
 * <p>The descriptor is closed with the socket. A thread that was about to poll it then polls none,
 * which ends at once, or one that the process opened meanwhile, which does no harm for the slice
 * that it lasts.
 */
final class Readiness {
  private final PollArray poll = new PollArray(1);

  Readiness(int descriptor) {
    poll.put(0, descriptor);
  }

  /** Positive when it is ready or the socket is closed; 0 after this time; else as poll(2). */
  int await(int millis) {
    return poll.poll(millis);
  }
}
