package io.outrigger.gateway;

/** A module's own thread: what it waits for, if it waits for room in the inbox of a module. */
final class ModuleThread extends Thread {

  /**
   * @param drains of the inbox when the wait was allowed: it goes on while they are the same
   */
  record Wait(Inbox inbox, ModuleThread consumer, long drains) {
    boolean isStuck() {
      return inbox.drainsAre(drains);
    }
  }

  /**
   * Gives back the room of what the module has handled of its inbox. To be called, on this thread,
   * before it waits: others may wait for that room.
   */
  void giveBackRoom() {
    inbox.giveBack();
  }

  /** Written by this thread, under the lock of the {@link WaitGraph} when it isn't null. */
  volatile Wait wait;

  /** Of its module. */
  private final Inbox inbox;

  ModuleThread(String module, Inbox inbox, Runnable work) {
    super(work, "module " + module);
    this.inbox = inbox;
    setDaemon(true);
  }
}
