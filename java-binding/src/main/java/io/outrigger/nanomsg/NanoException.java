package io.outrigger.nanomsg;

/**
 * A call failed. The text has the operation, the address if there is one, the reason, and what to
 * do. What is no fault (would block, timed out, closed, interrupted) is an {@link Outcome} instead,
 * and a wrong argument an {@link IllegalArgumentException}.
 */
public class NanoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  NanoException(int errno, String message) {
    super(message);
    this.errno = errno;
  }

  /**
   * The error number of C, as Linux and nn.h number them; 0 if there is none because the call was
   * refused before it reached the library.
   */
  public int errno() {
    return errno;
  }
}
