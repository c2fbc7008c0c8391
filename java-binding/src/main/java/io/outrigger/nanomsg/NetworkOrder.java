package io.outrigger.nanomsg;

import java.nio.ByteOrder;

/** Network byte order. */
final class NetworkOrder {
  private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private NetworkOrder() {}

  /** A big-endian number as the machine reads it, and the reverse. */
  static int convert(int value) {
    return SWAP ? Integer.reverseBytes(value) : value;
  }
}
