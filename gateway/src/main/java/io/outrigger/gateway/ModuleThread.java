package io.outrigger.gateway;

import io.outrigger.runtime.ModuleThreads;

/** A module's own thread: what it waits for, if it waits for room in the inbox of a module. */
final class ModuleThread extends Thread {

  /**
   * @param handled by the inbox's consumer when the wait was allowed: it goes on while that is the
   *     same
   */
  record Wait(Inbox inbox, long handled) {
    boolean isStuck() {
      return inbox.handledMessages() == handled;
    }
  }

  /** Written by this thread, under the lock of the {@link WaitGraph} when it isn't null. */
  volatile Wait waitsFor;

  /** Written by this thread. */
  private volatile boolean heldUp;

  ModuleThread(String module, Runnable work) {
    super(ModuleThreads.group(module), work, "module " + module);
    setDaemon(true);
  }

  /**
   * This thread begins to wait for room in a sink of any kind, for a limited time; or ends that.
   */
  void setHeldUp(boolean waits) {
    heldUp = waits;
  }

  /** Whether it waits for room in a sink: not its module is to blame if it handles nothing. */
  boolean isHeldUp() {
    return heldUp;
  }
}
