package io.outrigger.nanomsg;

/** The library refused a call. The text has the operation, the address and what to do. */
public class NanoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  NanoException(int errno, String message) {
    super(message);
    this.errno = errno;
  }

  /** The C error number; 0 if the call was refused before it reached the library. */
  public int errno() {
    return errno;
  }
}
