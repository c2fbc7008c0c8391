package io.outrigger.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of a module's create, which runs on another thread. Safe for several threads. */
final class CreateResult {
  private static final Logger LOG = LoggerFactory.getLogger(CreateResult.class);

  private final CompletableFuture<Optional<Throwable>> result = new CompletableFuture<>();

  /** The create hangs: nothing waits for its end any longer. */
  private volatile boolean givenUp;

  /** The create has ended, with that failure if there was one. */
  void complete(Optional<Throwable> failure) {
    result.complete(failure);
  }

  /** Has the listener told of it, on the thread that completes it; what follows that. */
  CompletableFuture<Void> whenDone(Consumer<Optional<Throwable>> listener) {
    return result.thenAccept(listener);
  }

  boolean isDone() {
    return result.isDone();
  }

  /** Waits for a create that was interrupted; gives it up when the deadline is over. */
  void awaitEnd(String name, Duration deadline, Thread thread) {
    try {
      result.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is never completed so", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.error("{}: hangs in create and is given up, {}", name, ThreadEnd.where(thread));
      givenUp = true;
      complete(Optional.of(e));
    }
  }

  boolean isGivenUp() {
    return givenUp;
  }

  /** Whether the module is there. */
  boolean isCreated() {
    return result.isDone() && result.join().isEmpty();
  }
}
