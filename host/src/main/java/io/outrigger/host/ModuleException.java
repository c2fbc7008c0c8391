package io.outrigger.host;

/** A module's class can't be loaded. The text says what would be right. */
final class ModuleException extends Exception {
  private static final long serialVersionUID = 1L;

  ModuleException(String message) {
    super(message);
  }

  ModuleException(String message, Throwable cause) {
    super(message, cause);
  }
}
