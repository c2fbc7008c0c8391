package io.outrigger.nanomsg;

/** Tells where a thread is. */
final class NativeWait {
  private NativeWait() {}

  /** Whether the thread is in a native call of the binding, where it waits in slices. */
  static boolean isIn(Thread thread) {
    StackTraceElement[] trace = thread.getStackTrace();
    return trace.length > 0
        && trace[0].isNativeMethod()
        && trace[0].getClassName().contains("Library$Calls");
  }
}
