package io.outrigger.nanomsg;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A handle of one message in native memory that the library owns: sent and received without a copy.
 * Reusable; it holds one message at a time, or none.
 *
 * <p><b>Ownership.</b> {@link #allocate} and a receive put a message in, and free what was held
 * before. A send that ends with {@link Outcome#DONE} gives the message to the library and leaves
 * the handle empty; any other end leaves it as it was. {@link #close} frees what is held: a handle
 * that is dropped without it leaks its message. An empty handle can't be sent, and none of its
 * bytes can be reached.
 *
 * <p><b>Threads.</b> One at a time, which may be a different one each time. Two at once get an
 * {@link IllegalStateException}, never freed memory.
 *
 * <p>Numbers are big-endian. Indices out of bounds throw {@link IndexOutOfBoundsException}.
 */
public final class NativeMessage implements AutoCloseable {
  private final Library.Calls library = Library.calls();
  private final Usage usage = new Usage("message handle");

  /** Holds the message's address for the library, which reads and writes it there. */
  private final Memory cell = new Memory(Memory.WORD);

  /** The message's address, 0 if there is none. */
  private long address;

  private int size;

  /** Makes an empty handle. */
  public NativeMessage() {}

  /**
   * Makes room for a message of this many bytes, which are undefined. Frees what was held.
   *
   * @throws NanoException if there is no memory; the handle is empty then
   */
  public void allocate(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("a message can't have " + size + " bytes");
    }
    usage.begin();
    try {
      free();
      address = library.nn_allocmsg(size, 0);
      if (address == 0) {
        throw Errno.exception(Library.errno(), "allocate a message of " + size + " bytes");
      }
      this.size = size;
    } finally {
      usage.end();
    }
  }

  /** Frees what is held. The handle is empty then, and can be used on. */
  public void clear() {
    usage.begin();
    try {
      free();
    } finally {
      usage.end();
    }
  }

  /** The number of bytes held; 0 when empty. */
  public int size() {
    return size;
  }

  /** The byte at this index. */
  public byte get(int index) {
    usage.begin();
    try {
      return Jffi.MEMORY.getByte(at(index, Byte.BYTES));
    } finally {
      usage.end();
    }
  }

  /** Writes a byte. */
  public void put(int index, byte value) {
    usage.begin();
    try {
      Jffi.MEMORY.putByte(at(index, Byte.BYTES), value);
    } finally {
      usage.end();
    }
  }

  /** The four bytes from this index, as a number. */
  public int getInt(int index) {
    usage.begin();
    try {
      return NetworkOrder.convert(Jffi.MEMORY.getInt(at(index, Integer.BYTES)));
    } finally {
      usage.end();
    }
  }

  /** Writes a number's four bytes. */
  public void putInt(int index, int value) {
    usage.begin();
    try {
      Jffi.MEMORY.putInt(at(index, Integer.BYTES), NetworkOrder.convert(value));
    } finally {
      usage.end();
    }
  }

  /** Copies bytes out. */
  public void get(int index, byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    usage.begin();
    try {
      long from = at(index, length);
      if (length > 0) {
        Jffi.MEMORY.getByteArray(from, target, offset, length);
      }
    } finally {
      usage.end();
    }
  }

  /** Copies bytes in. */
  public void put(int index, byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    usage.begin();
    try {
      long to = at(index, length);
      if (length > 0) {
        Jffi.MEMORY.putByteArray(to, source, offset, length);
      }
    } finally {
      usage.end();
    }
  }

  /** Copies out as many bytes as the target has left. */
  public void get(int index, ByteBuffer target) {
    int length = target.remaining();
    if (target.hasArray()) {
      get(index, target.array(), target.arrayOffset() + target.position(), length);
      target.position(target.limit());
      return;
    }
    usage.begin();
    try {
      target.put(view(at(index, length), length));
    } finally {
      usage.end();
    }
  }

  /** Copies in all bytes that the source has left. */
  public void put(int index, ByteBuffer source) {
    int length = source.remaining();
    if (source.hasArray()) {
      put(index, source.array(), source.arrayOffset() + source.position(), length);
      source.position(source.limit());
      return;
    }
    usage.begin();
    try {
      view(at(index, length), length).put(source);
    } finally {
      usage.end();
    }
  }

  /** A copy of all bytes. */
  public byte[] toByteArray() {
    byte[] bytes = new byte[size];
    get(0, bytes, 0, bytes.length);
    return bytes;
  }

  private static ByteBuffer view(long address, int length) {
    return length == 0 ? ByteBuffer.allocate(0) : Jffi.MEMORY.newDirectByteBuffer(address, length);
  }

  private long at(int index, int length) {
    Objects.checkFromIndexSize(index, length, size);
    return address + index;
  }

  /** Before a send: the address of the cell that holds the message's. */
  long beginSend() {
    usage.begin();
    if (address == 0) {
      usage.end();
      throw new IllegalStateException(
          "this handle holds no message: allocate one or receive into it first");
    }
    cell.putWord(0, address);
    return cell.address();
  }

  /** After a send, whether the library took the message or not. */
  void endSend(boolean taken) {
    if (taken) {
      address = 0;
      size = 0;
    }
    cell.keep();
    usage.end();
  }

  /** Before a receive: the address of the cell that the library puts the message's into. */
  long beginReceive() {
    usage.begin();
    free();
    return cell.address();
  }

  /** After a receive, with the number of bytes that the library gave; negative if it gave none. */
  void endReceive(int bytes) {
    if (bytes >= 0) {
      address = cell.getWord(0);
      size = bytes;
    }
    cell.keep();
    usage.end();
  }

  private void free() {
    if (address != 0) {
      long freed = address;
      address = 0;
      size = 0;
      library.nn_freemsg(freed);
    }
  }

  /** Frees what is held; the handle can't be used any more. Idempotent. */
  @Override
  public void close() {
    if (usage.close()) {
      free();
    }
  }
}
