package io.outrigger.protocol;

/** The conversation with the other side failed. The text says what to do. */
public class SessionException extends Exception {
  private static final long serialVersionUID = 1L;

  public SessionException(String message) {
    super(message);
  }

  public SessionException(String message, Throwable cause) {
    super(message, cause);
  }
}
