package io.outrigger.gateway;

import io.outrigger.configuration.Location;

/** A module's class can't be used. */
final class ModuleLoadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Location where;

  ModuleLoadException(Location where, String message, Throwable cause) {
    super(message, cause);
    this.where = where;
  }

  /** The place in the configuration that names the class. */
  Location where() {
    return where;
  }
}
