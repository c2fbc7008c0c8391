package io.outrigger.protocol;

/** The conversation with the other side failed. The text says what to do. */
public class LinkException extends Exception {
  private static final long serialVersionUID = 1L;

  public LinkException(String message) {
    super(message);
  }

  public LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
