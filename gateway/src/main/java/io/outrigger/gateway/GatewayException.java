package io.outrigger.gateway;

/** The gateway could not start; all that was started is stopped. The text says why. */
public class GatewayException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Reason {
    /** A module couldn't be loaded or created. */
    MODULE,
    /** An address or a link couldn't be opened, or a module host didn't come. */
    LINK,
    /** The gateway was stopped while it started. */
    STOPPED
  }

  private final Reason reason;

  public GatewayException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
