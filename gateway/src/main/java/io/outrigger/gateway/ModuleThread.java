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

  ModuleThread(String module, Runnable work) {
    super(ModuleThreads.group(module), work, "module " + module);
    setDaemon(true);
  }
}
