package io.outrigger.interop.contract;

import java.util.Locale;

/** What the bytes travel on. */
enum Transport {
  IPC,
  TCP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
