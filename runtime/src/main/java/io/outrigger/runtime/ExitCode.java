package io.outrigger.runtime;

/**
 * Why the process of a gateway or a host ended, as its exit status; the list is part of the
 * contract of both ({@code docs/gateway.md}, {@code docs/host.md}). A host that a signal ended has
 * a status of 128 and the signal's number.
 */
public enum ExitCode {
  /** All modules are destroyed, as it was told; or a configuration was checked. */
  OK(0),
  /** A fault of the program itself. */
  INTERNAL_ERROR(1),
  /** The command line or the configuration file is wrong. */
  CONFIGURATION(2),
  /** A module couldn't be loaded or created. */
  MODULE(3),
  /** An address couldn't be opened, or a gateway's module host didn't come. */
  ADDRESS(4),
  /** A host had no gateway for as long as its configuration allows. */
  ORPHANED(5),
  /** The JVM was out of memory, as a module saw first. */
  OUT_OF_MEMORY(6);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** What the process exits with. */
  public int status() {
    return status;
  }
}
