package io.outrigger.gateway;

import io.outrigger.gateway.ModuleThread.Wait;

/**
 * Keeps module threads from waiting for each other's full inboxes in a circle without an end.
 *
 * <p>A module's thread waits for one inbox at a time, so a thread that wants to wait follows a
 * chain: the module whose inbox is full, the one that this module waits for, and so on. If the
 * chain leads back to it, its wait would close a circle. Three rules make that exact. Waits begin
 * under one lock. A wait counts only while the module it waits for has handled nothing since it
 * began. A waiter that finds the new room gone again has to ask again. So the last one to join a
 * circle finds it, and nobody finds one that isn't there. All this happens only when an inbox is
 * full.
 */
final class WaitGraph {

  /**
   * Asks whether the calling thread may wait for room in an inbox.
   *
   * @return what the wait is for, or null if it would never end
   */
  synchronized Wait begin(Inbox inbox, long size) {
    Wait wanted = new Wait(inbox, inbox.handledIfFull(size));
    if (wanted.handled() != Inbox.NOT_FULL
        && Thread.currentThread() instanceof ModuleThread publisher) {
      if (leadsTo(publisher, wanted)) {
        return null;
      }
      publisher.waitsFor = wanted;
    }
    return wanted;
  }

  private static boolean leadsTo(ModuleThread publisher, Wait first) {
    for (Wait wait = first;
        wait != null && wait.isStuck();
        wait = wait.inbox().consumer().waitsFor) {
      if (wait.inbox().consumer() == publisher) {
        return true;
      }
    }
    return false;
  }

  /** The calling thread waits no longer. */
  void end() {
    if (Thread.currentThread() instanceof ModuleThread publisher) {
      publisher.waitsFor = null;
    }
  }
}
