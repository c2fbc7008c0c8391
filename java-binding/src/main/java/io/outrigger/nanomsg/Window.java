package io.outrigger.nanomsg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A stretch of the process's addresses as a buffer, which the JVM reads and writes without a call
 * into native code. Most of what it spans may be no memory: its user touches nothing but bytes of
 * its own.
 *
 * @param begin the address of the first byte
 * @param bytes big-endian; nobody changes its position or limit
 */
record Window(long begin, ByteBuffer bytes) {

  static Window make(long begin, int size) {
    ByteBuffer bytes = Jffi.MEMORY.newDirectByteBuffer(begin, size);
    return new Window(begin, bytes.order(ByteOrder.BIG_ENDIAN));
  }

  /** Where in the buffer this address is. */
  int index(long address) {
    return (int) (address - begin);
  }
}
