package io.outrigger.interop.contract;

import java.util.Locale;

/** What the bytes travel on. */
enum Transport {
  IPC,
  TCP,
  /** What strangers find most easily; not one of the contract's. */
  WS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
