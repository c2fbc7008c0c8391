package io.outrigger.nanomsg;

/** How a call ended that may wait: what is no fault. */
public enum Outcome {
  /** The message was sent or received, or what was waited for is so. */
  DONE,
  /** The call would have had to wait. Only of those that don't. */
  WOULD_BLOCK,
  /** The socket's time-out is over, or the deadline of a survey. */
  TIMED_OUT,
  /** The socket is closed, or was closed while this call waited. */
  CLOSED,
  /** The thread was interrupted while it waited; its interrupt status is set. */
  INTERRUPTED
}
