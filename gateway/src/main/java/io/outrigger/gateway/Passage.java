package io.outrigger.gateway;

import io.outrigger.module.Message;

/** The way past the inbox of a module that receives on any thread, one at a time. */
interface Passage {

  /**
   * Has the module receive a message on the calling thread, if that needs no waiting.
   *
   * @return whether it has; if not, nothing has happened
   */
  boolean tryReceive(Message message);

  /**
   * Waits until {@link #tryReceive} may succeed with a message of this size, but no longer than a
   * time. Several threads may.
   */
  void awaitRoom(long size, long nanos) throws InterruptedException;
}
