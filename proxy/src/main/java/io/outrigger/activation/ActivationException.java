package io.outrigger.activation;

import io.outrigger.protocol.SessionException;

/** A module host could not be started, or ended before it was of use. The text says what to do. */
public final class ActivationException extends SessionException {
  private static final long serialVersionUID = 1L;

  public ActivationException(String message, Throwable cause) {
    super(message, cause);
  }
}
