package io.outrigger.runtime;

/** A module's class can't be used. The text says what to do. */
public final class ModuleLoadException extends Exception {
  private static final long serialVersionUID = 1L;

  ModuleLoadException(String message) {
    super(message);
  }

  /**
   * @param cause thrown by the module's own code, or by the JVM for what is in its class file
   */
  ModuleLoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
