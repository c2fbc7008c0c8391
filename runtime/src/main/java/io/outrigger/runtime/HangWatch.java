package io.outrigger.runtime;

import io.outrigger.base.Delays;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a call of a module that doesn't return, and tells once what the module's thread does
 * there. It looks when the time of a call is over, or twice in that time while there is none, on
 * the thread of {@link Delays}.
 */
final class HangWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HangWatch.class);

  private final String module;
  private final CallTimer timer;
  private final CallLimits limits;
  private final FaultListener listener;
  private final Thread thread;

  // Guarded by this.
  /** The call that was told of. */
  private long told;

  /** How long the present call could do nothing, as the whole process stood still. */
  private long excused;

  private long excusedCall;

  /** When it looks next. */
  private long due;

  private boolean ended;
  private Future<?> next;

  /**
   * @param thread the module's
   */
  HangWatch(
      String module, CallTimer timer, CallLimits limits, FaultListener listener, Thread thread) {
    this.module = module;
    this.timer = timer;
    this.limits = limits;
    this.listener = listener;
    this.thread = thread;
  }

  synchronized void start() {
    if (limits.shortest() != Long.MAX_VALUE) {
      again(limits.shortest() / 2);
    }
  }

  synchronized void end() {
    ended = true;
    if (next != null) {
      next.cancel(false);
    }
  }

  private void again(long nanos) {
    due = System.nanoTime() + nanos;
    next = Delays.run(nanos, this::check);
  }

  private synchronized void check() {
    if (ended) {
      return;
    }
    long now = System.nanoTime();
    long idle = limits.shortest() / 2;
    long since = timer.began();
    if (since != excusedCall) {
      excusedCall = since;
      excused = 0;
    }
    if (Delays.isLate(due, now)) {
      excused += now - due;
    }
    long limit = limits.nanos(timer.call());
    long left = idle;
    if (since != 0 && since != told && limit != Long.MAX_VALUE) {
      long taken = timer.taken(since, now) - excused;
      left = Math.min(idle, limit - taken);
      if (taken >= limit) {
        told = since;
        left = idle;
        tell(timer.call(), TimeUnit.NANOSECONDS.toMillis(taken));
      }
    }
    again(Math.max(left, 1));
  }

  private void tell(ModuleCall call, long millis) {
    StackTraceElement[] stack = thread.getStackTrace();
    String lines =
        Stream.of(stack)
            .map(element -> System.lineSeparator() + "\tat " + element)
            .collect(Collectors.joining());
    LOG.error("{}: {} has not returned for {} ms:{}", module, call, millis, lines);
    String where = stack.length == 0 ? "" : ", at " + stack[0];
    listener.hanging(module + ": " + call + " has not returned for " + millis + " ms" + where);
  }
}
