package io.outrigger.nanomsg;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A handle of one message in native memory that the library owns: sent and received without a copy.
 * Reusable; it holds one message at a time, or none.
 *
 * <p><b>Ownership.</b> {@link #allocate}, {@link #set} and a receive put a message in, and free
 * what was held before. A send that ends with {@link Outcome#DONE} gives the message to the library
 * and leaves the handle empty; any other end leaves it as it was. {@link #close} frees what is
 * held: a handle that is dropped without it leaks its message. An empty handle can't be sent, and
 * none of its bytes can be reached.
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

  /** Where Java finds the message's bytes: in these, from this index on. Undefined without one. */
  private ByteBuffer bytes;

  private int begin;

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
      allocateNew(size);
    } finally {
      usage.end();
    }
  }

  /**
   * Makes a message of a copy of these bytes: {@link #allocate} and {@link #put(int, byte[], int,
   * int)} in one step.
   *
   * @throws NanoException if there is no memory; the handle is empty then
   */
  public void set(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    usage.begin();
    try {
      allocateNew(length);
      bytes.put(begin, source, offset, length);
    } finally {
      usage.end();
    }
  }

  private void allocateNew(int size) {
    free();
    long allocated = library.nn_allocmsg(size, 0);
    if (allocated == 0) {
      throw Errno.exception(Errno.ENOMEM, "allocate a message of " + size + " bytes");
    }
    hold(allocated, size);
  }

  private void hold(long address, int size) {
    Window window = Windows.SHARED.of(address, size);
    bytes = window.bytes();
    begin = window.index(address);
    this.address = address;
    this.size = size;
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
      return bytes.get(at(index, Byte.BYTES));
    } finally {
      usage.end();
    }
  }

  /** Writes a byte. */
  public void put(int index, byte value) {
    usage.begin();
    try {
      bytes.put(at(index, Byte.BYTES), value);
    } finally {
      usage.end();
    }
  }

  /** The four bytes from this index, as a number. */
  public int getInt(int index) {
    usage.begin();
    try {
      return bytes.getInt(at(index, Integer.BYTES));
    } finally {
      usage.end();
    }
  }

  /** Writes a number's four bytes. */
  public void putInt(int index, int value) {
    usage.begin();
    try {
      bytes.putInt(at(index, Integer.BYTES), value);
    } finally {
      usage.end();
    }
  }

  /** Copies bytes out. */
  public void get(int index, byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    usage.begin();
    try {
      int from = at(index, length);
      if (length > 0) {
        bytes.get(from, target, offset, length);
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
      int to = at(index, length);
      if (length > 0) {
        bytes.put(to, source, offset, length);
      }
    } finally {
      usage.end();
    }
  }

  /** Copies out as many bytes as the target has left. */
  public void get(int index, ByteBuffer target) {
    int length = target.remaining();
    usage.begin();
    try {
      int from = at(index, length);
      if (length > 0) {
        target.put(target.position(), bytes, from, length);
      }
    } finally {
      usage.end();
    }
    target.position(target.limit());
  }

  /** Copies in all bytes that the source has left. */
  public void put(int index, ByteBuffer source) {
    int length = source.remaining();
    usage.begin();
    try {
      int to = at(index, length);
      if (length > 0) {
        bytes.put(to, source, source.position(), length);
      }
    } finally {
      usage.end();
    }
    source.position(source.limit());
  }

  /** A copy of all bytes. */
  public byte[] toByteArray() {
    byte[] bytes = new byte[size];
    get(0, bytes, 0, bytes.length);
    return bytes;
  }

  /** Where in {@link #bytes} these are. With a length of 0 there may be none. */
  private int at(int index, int length) {
    Objects.checkFromIndexSize(index, length, size);
    return begin + index;
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
      hold(cell.getWord(0), bytes);
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

  /** Frees what is held; the handle can't be used any longer. Idempotent. */
  @Override
  public void close() {
    if (usage.close()) {
      free();
    }
  }
}
