package io.outrigger.protocol.wire;

/** Where encoded bytes go, such as native memory. */
@FunctionalInterface
public interface ByteSink {

  /** Copies {@code length} bytes from {@code source} at {@code offset} to {@code index} here. */
  void put(int index, byte[] source, int offset, int length);
}
