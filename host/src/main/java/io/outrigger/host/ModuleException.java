package io.outrigger.host;

/** A module's class can't be loaded. The text says what would be right. */
final class ModuleException extends Exception {
  private static final long serialVersionUID = 1L;

  ModuleException(String message) {
    super(message);
  }

  /**
   * @param cause thrown by the module's own code, or by the JVM for what is in its class file
   */
  ModuleException(String message, Throwable cause) {
    super(message, cause);
  }
}
