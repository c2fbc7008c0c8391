package io.outrigger.protocol;

/** A message could not be taken. The text says why. */
public class UndeliveredException extends Exception {
  private static final long serialVersionUID = 1L;

  public UndeliveredException(String message) {
    super(message);
  }
}
