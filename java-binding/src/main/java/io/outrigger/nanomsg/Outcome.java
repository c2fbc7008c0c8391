package io.outrigger.nanomsg;

/** How a send or receive ended that was no fault. */
public enum Outcome {
  DONE,
  /** Only of the calls that don't wait. */
  WOULD_BLOCK,
  TIMED_OUT,
  /** The socket is closed, or was closed while this call waited. */
  CLOSED,
  /** The thread was interrupted while it waited; its interrupt status is set. */
  INTERRUPTED
}
