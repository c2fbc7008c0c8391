package io.outrigger.proxy;

/** The host is there, and the remote module could not be created. */
public final class RemoteCreateException extends Exception {
  private static final long serialVersionUID = 1L;

  RemoteCreateException(String message, Throwable cause) {
    super(message, cause);
  }
}
