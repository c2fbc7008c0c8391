package io.outrigger.gateway;

/** What a link does with a message when its sink has no room ({@code when.full}). */
public enum OverflowPolicy {
  /**
   * The publisher waits for room. When the sink has made none for the link's time-out, it is
   * stalled: until it has room again, messages for it are undelivered at once.
   */
  WAIT,
  /** The message is dropped. */
  DROP_NEWEST,
  /** The oldest message of the same link makes room; if there is none, the new one is dropped. */
  DROP_OLDEST
}
