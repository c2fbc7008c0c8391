package io.outrigger.activation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** How the host of one module comes to life. Used by one thread, started once, stopped once. */
public interface Activation {

  /** Someone else starts the host, before or after the gateway. */
  Activation NONE =
      new Activation() {
        @Override
        public void start(Consumer<String> ended) {}

        @Override
        public Optional<String> end() {
          return Optional.empty();
        }

        @Override
        public boolean stop(Duration grace) {
          return false;
        }
      };

  /**
   * Starts the host. Returns at once; the host will listen some time later.
   *
   * @param ended told how the host ended, unless it was stopped from here; on another thread
   */
  void start(Consumer<String> ended) throws ActivationException;

  /** How the host ended, if it was started from here and is no longer there. */
  Optional<String> end();

  /**
   * Sees to it that the host's process ends: waits, then SIGTERM, then SIGKILL.
   *
   * @param grace how long it may take to end by itself, because it was told to
   * @throws InterruptedException if the calling thread is interrupted; the process was sent SIGKILL
   * @return whether there was a process, and it is gone: what it left behind may be removed
   */
  boolean stop(Duration grace) throws InterruptedException;
}
