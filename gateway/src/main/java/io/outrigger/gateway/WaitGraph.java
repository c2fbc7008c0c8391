package io.outrigger.gateway;

import io.outrigger.gateway.ModuleThread.Wait;

/**
 * Sees to it that module threads don't wait for each other's full inboxes in a circle, for ever.
 *
 * <p>A module's thread waits for one inbox at a time, so whoever wants to wait looks along a line:
 * the module whose inbox is full, the one that this module waits for, and so on. If the line leads
 * back to the asker, its wait would close a circle. Three rules make that exact. Waits begin under
 * one lock. A wait counts only while the module it waits for has handled nothing since it began. A
 * waiter that finds the new room gone again has to ask anew. So the last one to join a circle finds
 * it, and nobody finds one that isn't there. All this happens only when an inbox is full.
 *
 * <p>A module that publishes in its {@code create} to a full inbox would wait for ever, too:
 * nothing is handed out before all modules are created.
 */
final class WaitGraph {

  /**
   * Asks whether the calling thread may wait for room in an inbox.
   *
   * @return what the wait is for, or null if it would never end
   */
  synchronized Wait begin(Inbox inbox, ModuleThread consumer, long size) {
    Wait wanted = new Wait(inbox, consumer, inbox.handledIfFull(size));
    if (wanted.handled() != Inbox.NOT_FULL
        && Thread.currentThread() instanceof ModuleThread publisher) {
      if (inbox.isHeld() || leadsTo(publisher, wanted)) {
        return null;
      }
      publisher.waitsFor = wanted;
    }
    return wanted;
  }

  private static boolean leadsTo(ModuleThread publisher, Wait first) {
    for (Wait wait = first; wait != null && wait.isStuck(); wait = wait.consumer().waitsFor) {
      if (wait.consumer() == publisher) {
        return true;
      }
    }
    return false;
  }

  /** The calling thread waits no more. */
  void end() {
    if (Thread.currentThread() instanceof ModuleThread publisher) {
      publisher.waitsFor = null;
    }
  }
}
