package io.outrigger.host;

/**
 * Why a host process ended, as its exit status; the list is part of the host's contract ({@code
 * docs/host.md}). Ended by a signal, a host has a status of 128 and the signal's number.
 */
public enum ExitCode {
  /** The gateway had the module destroyed. */
  DESTROYED(0),
  /** A fault of the host itself. */
  INTERNAL_ERROR(1),
  /** The command line or the configuration file is wrong. */
  CONFIGURATION(2),
  /** The module couldn't be loaded, or its {@code create} failed. */
  MODULE(3),
  /** The address to listen at couldn't be bound. */
  ADDRESS(4),
  /** No gateway was there for as long as the configuration allows. */
  ORPHANED(5);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** What the process exits with. */
  public int status() {
    return status;
  }
}
