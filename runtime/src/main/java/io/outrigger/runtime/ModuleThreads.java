package io.outrigger.runtime;

import java.util.Optional;

/**
 * A module's threads: its own, and those that it starts. They are in a thread group with the
 * module's name, as a new thread is in the group of the thread that starts it.
 */
public final class ModuleThreads {

  /** Other groups may have any name. */
  private static final class Group extends ThreadGroup {
    Group(String module) {
      super(module);
    }
  }

  private ModuleThreads() {}

  /** A group for the threads of a module. */
  public static ThreadGroup group(String module) {
    return new Group(module);
  }

  /** The module to which the calling thread belongs. */
  public static Optional<String> currentModule() {
    return moduleOf(Thread.currentThread());
  }

  /** The module to which a thread belongs that hasn't ended. */
  static Optional<String> moduleOf(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    while (group != null && !(group instanceof Group)) {
      group = group.getParent();
    }
    return Optional.ofNullable(group).map(ThreadGroup::getName);
  }
}
