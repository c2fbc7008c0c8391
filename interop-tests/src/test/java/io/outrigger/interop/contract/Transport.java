package io.outrigger.interop.contract;

/** What the bytes travel on. */
enum Transport {
  IPC,
  TCP;

  @Override
  public String toString() {
    return name().toLowerCase();
  }
}
