package io.outrigger.nanomsg;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A small piece of native memory of the JVM's own: C sees it by its address, Java through a buffer
 * without a native call. The garbage collector frees it, so it can't be freed twice or too early,
 * if the code that gives the address to C calls {@link #keep} after the call.
 */
final class Memory {
  /** The size of a pointer and of {@code size_t}. */
  static final int WORD = Jffi.RUNTIME.addressSize();

  private final ByteBuffer bytes;
  private final long address;

  /** Zeroed. */
  Memory(int size) {
    bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    address = Jffi.MEMORY.getDirectBufferAddress(bytes);
  }

  /** A string of C, in UTF-8: jnr-ffi's own are in the default charset. */
  static Memory ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** These bytes and a zero, so that there is memory even for no bytes. */
  static Memory of(byte[] bytes) {
    Memory memory = new Memory(bytes.length + 1);
    memory.bytes.put(0, bytes);
    return memory;
  }

  long address() {
    return address;
  }

  ByteBuffer bytes() {
    return bytes;
  }

  /** A pointer or a {@code size_t}. */
  void putWord(int offset, long value) {
    if (WORD == Long.BYTES) {
      bytes.putLong(offset, value);
    } else {
      bytes.putInt(offset, (int) value);
    }
  }

  long getWord(int offset) {
    return WORD == Long.BYTES
        ? bytes.getLong(offset)
        : Integer.toUnsignedLong(bytes.getInt(offset));
  }

  /** Keeps the memory alive up to here. */
  void keep() {
    Reference.reachabilityFence(bytes);
  }
}
