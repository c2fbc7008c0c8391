package io.outrigger.runtime;

import java.util.Locale;

/** A call of a module. */
public enum ModuleCall {
  CREATE,
  START,
  RECEIVE,
  DESTROY;

  /** The method's name. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
