package io.outrigger.gateway;

import io.outrigger.runtime.GuardedModule;

/**
 * What a module in this process is made from.
 *
 * @param factory makes it
 * @param loader the context class loader of its thread
 * @param onClose frees what loading has opened, once the module has ended
 */
record ModuleSource(GuardedModule.Factory factory, ClassLoader loader, Runnable onClose) {
  void close() {
    onClose.run();
  }
}
