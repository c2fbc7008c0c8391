package io.outrigger.runtime;

/** Told of what a module does that its process can't mend. Called on any thread. */
public interface FaultListener {

  /**
   * A call doesn't return; told once for each call, on a thread that must not be held up.
   *
   * @param what one line: the module, the call, how long, where
   */
  void hanging(String what);

  /** The JVM can't go on as it should: there is no memory. Called on the module's thread. */
  void outOfMemory(OutOfMemoryError error);
}
