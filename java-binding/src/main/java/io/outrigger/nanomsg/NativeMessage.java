package io.outrigger.nanomsg;

import com.kenai.jffi.MemoryIO;
import java.util.Objects;

/**
 * A handle of one message in native memory that the library owns: sent and received without a copy.
 * Reusable; it holds one message at a time, or none.
 *
 * <p>Used by one thread at a time. Must be closed; sending it away leaves it empty, and receiving
 * or allocating into it frees what it held. All numbers are big-endian.
 */
public final class NativeMessage implements AutoCloseable {
  private static final MemoryIO MEMORY = MemoryIO.getInstance();
  private static final int CELL_BYTES = 8;

  /** Holds the message's address: the library reads and writes it there. */
  private long cell = MEMORY.allocateMemory(CELL_BYTES, true);

  private int size;

  /** Makes an empty handle. */
  public NativeMessage() {
    if (cell == 0) {
      throw new OutOfMemoryError("no native memory for a message handle");
    }
  }

  /** Makes room for a message of this size; its bytes are undefined. Frees what was held. */
  public void allocate(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("a message of " + size + " bytes");
    }
    free();
    long address = Library.calls().nn_allocmsg(size, 0);
    if (address == 0) {
      throw Errno.exception(Library.errno(), "nn_allocmsg of " + size + " bytes", "");
    }
    MEMORY.putAddress(cell(), address);
    this.size = size;
  }

  /** The number of bytes held; 0 when empty. */
  public int size() {
    return size;
  }

  public byte get(int index) {
    return MEMORY.getByte(at(index, 1));
  }

  public void put(int index, byte value) {
    MEMORY.putByte(at(index, 1), value);
  }

  public int getInt(int index) {
    return NetworkOrder.convert(MEMORY.getInt(at(index, Integer.BYTES)));
  }

  public void putInt(int index, int value) {
    MEMORY.putInt(at(index, Integer.BYTES), NetworkOrder.convert(value));
  }

  /** Copies bytes out. */
  public void get(int index, byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length > 0) {
      MEMORY.getByteArray(at(index, length), target, offset, length);
    }
  }

  /** Copies bytes in. */
  public void put(int index, byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (length > 0) {
      MEMORY.putByteArray(at(index, length), source, offset, length);
    }
  }

  private long at(int index, int length) {
    Objects.checkFromIndexSize(index, length, size);
    return MEMORY.getAddress(cell()) + index;
  }

  /** The native address of the message's address. */
  long cell() {
    if (cell == 0) {
      throw new IllegalStateException("this message handle is closed");
    }
    return cell;
  }

  /** Whether there is a message, if only of 0 bytes. */
  boolean isPresent() {
    return MEMORY.getAddress(cell()) != 0;
  }

  /** The library took the message. */
  void sent() {
    MEMORY.putAddress(cell(), 0L);
    size = 0;
  }

  /** The library put a message into the cell. */
  void received(int bytes) {
    size = bytes;
  }

  /** Frees the message held, if any. */
  void free() {
    long address = MEMORY.getAddress(cell());
    if (address != 0) {
      MEMORY.putAddress(cell, 0L);
      size = 0;
      Library.calls().nn_freemsg(address);
    }
  }

  /** Frees what is held, and the handle. Idempotent. */
  @Override
  public void close() {
    if (cell != 0) {
      free();
      MEMORY.freeMemory(cell);
      cell = 0;
    }
  }
}
