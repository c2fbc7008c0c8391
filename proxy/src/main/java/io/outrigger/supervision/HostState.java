package io.outrigger.supervision;

/** What a supervised host is doing. */
public enum HostState {
  /** An instance was launched and its module isn't created yet. */
  STARTING,
  /** Its module is there. */
  RUNNING,
  /** It is being ended. */
  STOPPING,
  /** It ended, and another instance will be launched when the back-off is over. */
  BACKOFF,
  /** It ended too often, or ended and isn't to be restarted: it stays down. */
  FAILED,
  /** It isn't to run. */
  STOPPED
}
