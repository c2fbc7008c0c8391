package io.outrigger.protocol.reqrep;

import io.outrigger.base.BoundedQueue;
import io.outrigger.base.QueueBound;
import java.util.ArrayDeque;
import java.util.function.Predicate;

/**
 * What a host's listener has received and its module's thread hasn't handled: the listener's thread
 * puts in, the module's thread takes out.
 */
final class RequestQueue implements RequestListener.Handler {
  /**
   * How much it holds, in windows of this side: more than one sender ever has unanswered, so that a
   * new sender still gets through when the one before it has left much behind.
   */
  private static final int WINDOWS = 8;

  private static final int MAX_REQUESTS = WINDOWS * RequestId.MAX_WINDOW;

  /** How long the listener waits for room before the sender gets a sign of life. */
  private static final long SIGN_OF_LIFE_MILLIS = 250;

  /** How long nothing comes until those are answered who don't wait for it. */
  private static final long ANSWER_MILLIS = 1;

  private final BoundedQueue<Request> queue;
  private final Predicate<Request.Create> creates;

  /** Set before the listener starts. */
  private RequestListener listener;

  /** Of the module's thread: what it has taken and not handled. */
  private final ArrayDeque<Request> batch = new ArrayDeque<>();

  private volatile boolean ended;

  /**
   * @param creates gets each CREATE_REQUEST as it comes, on the listener's thread; it returns
   *     whether it is done with it, so that it isn't to be queued
   */
  RequestQueue(ReqRepSettings settings, Predicate<Request.Create> creates) {
    queue =
        new BoundedQueue<>(
            new QueueBound(MAX_REQUESTS, WINDOWS * settings.window().bytes()), Request::size);
    this.creates = creates;
  }

  void attach(RequestListener source) {
    listener = source;
  }

  @Override
  public void create(Request.Create create) throws InterruptedException {
    if (!creates.test(create)) {
      queue.offer(create, Long.MAX_VALUE);
    }
  }

  @Override
  public void received(Request.OneWay request) throws InterruptedException {
    while (!queue.offer(request, SIGN_OF_LIFE_MILLIS) && !queue.isClosed()) {
      listener.signOfLife(request);
    }
  }

  /** Waits for the next request. Returns null once this has ended. */
  Request next() throws InterruptedException {
    while (batch.isEmpty() && !ended) {
      queue.drainTo(batch, listener.tick() ? ANSWER_MILLIS : Long.MAX_VALUE);
    }
    return ended ? null : batch.poll();
  }

  /** A request was handled: its sender gets an answer soon, one for several. */
  void handled(Request.OneWay request) {
    listener.handled(request, batch.isEmpty());
  }

  boolean isEnded() {
    return ended;
  }

  /** Nothing more is given out. */
  @Override
  public void end() {
    ended = true;
    queue.close();
  }
}
