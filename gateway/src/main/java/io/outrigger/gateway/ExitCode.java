package io.outrigger.gateway;

/** Why a gateway's process ended, as its exit status. */
enum ExitCode {
  /** It was stopped, and has destroyed its modules; or its configuration was checked. */
  STOPPED(0),
  /** A fault of the gateway itself. */
  INTERNAL_ERROR(1),
  /** The command line or the configuration file is wrong. */
  CONFIGURATION(2),
  /** A module couldn't be loaded or created. */
  MODULE(3),
  /** An address or a link couldn't be opened, or a module host didn't come. */
  LINK(4);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** What the process exits with. */
  int status() {
    return status;
  }
}
