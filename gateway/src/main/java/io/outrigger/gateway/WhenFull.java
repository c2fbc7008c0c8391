package io.outrigger.gateway;

/** What a link does with a message when its sink's inbox is full ({@code when.full}). */
public enum WhenFull {
  /** The publisher waits for room, and gives the message up after the link's time-out. */
  WAIT,
  /** The message is dropped. */
  DROP_NEWEST,
  /** The oldest message of the same link makes room; if there is none, the new one is dropped. */
  DROP_OLDEST
}
