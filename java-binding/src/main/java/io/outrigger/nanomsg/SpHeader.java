package io.outrigger.nanomsg;

import com.kenai.jffi.MemoryIO;
import java.util.Objects;
import jnr.ffi.Runtime;

/**
 * The header of a message on a raw socket: words of 32 bits, such as the connection that a request
 * came by and its id. Reusable.
 *
 * <p>Used by one thread at a time; must be closed. In native memory it is what {@code nn_sendmsg}
 * and {@code nn_recvmsg} take: an {@code nn_msghdr}, its one {@code nn_iovec}, and control data
 * with one SP_HDR property, in which the library puts the header's size before its bytes.
 */
public final class SpHeader implements AutoCloseable {
  private static final MemoryIO MEMORY = MemoryIO.getInstance();

  /** The size of a pointer and of {@code size_t}. */
  private static final int WORD = Runtime.getSystemRuntime().addressSize();

  /** More than the 8 hops that the library lets a request make. */
  private static final int MAX_WORDS = 32;

  private static final int PROTO_SP = 1;
  private static final int SP_HDR = 1;

  // nn_msghdr: iov, iovlen, control, controllen, each at a multiple of a pointer's size.
  private static final int IOV = 4 * WORD;
  private static final int CONTROL = 6 * WORD;
  // nn_cmsghdr: size_t len, int level, int type.
  private static final int LEVEL = CONTROL + WORD;
  private static final int TYPE = LEVEL + 4;
  private static final int HEADER_SIZE = CONTROL + WORD + 8;
  private static final int HEADER = HEADER_SIZE + WORD;
  private static final int TOTAL = HEADER + 4 * MAX_WORDS;

  private long address = MEMORY.allocateMemory(TOTAL, true);
  private int words;

  /** Makes an empty header. */
  public SpHeader() {
    if (address == 0) {
      throw new OutOfMemoryError("no native memory for a header");
    }
  }

  /** The number of words. */
  public int words() {
    return words;
  }

  /** The word at this index. */
  public int word(int index) {
    Objects.checkIndex(index, words);
    return NetworkOrder.convert(MEMORY.getInt(address() + HEADER + 4L * index));
  }

  /** Takes all words away. */
  public void clear() {
    words = 0;
  }

  /** Adds a word at the end. */
  public void append(int word) {
    if (words == MAX_WORDS) {
      throw new IllegalStateException("a header has at most " + MAX_WORDS + " words");
    }
    MEMORY.putInt(address() + HEADER + 4L * words, NetworkOrder.convert(word));
    words++;
  }

  private long address() {
    if (address == 0) {
      throw new IllegalStateException("this header is closed");
    }
    return address;
  }

  /** Prepares the structures for a send of a message with this header. */
  long forSend(NativeMessage message) {
    int used = aligned(HEADER + 4 * words) - CONTROL;
    prepare(message, used);
    putSize(CONTROL, used);
    MEMORY.putInt(address + LEVEL, PROTO_SP);
    MEMORY.putInt(address + TYPE, SP_HDR);
    putSize(HEADER_SIZE, 4L * words);
    return address;
  }

  /** Prepares the structures for a receive. */
  long forReceive(NativeMessage message) {
    words = 0;
    prepare(message, TOTAL - CONTROL);
    putSize(CONTROL, 0);
    return address;
  }

  /** A receive has filled the structures. */
  void received() {
    // The library leaves the control data alone when the header doesn't fit.
    words = getSize(CONTROL) == 0 ? 0 : (int) (getSize(HEADER_SIZE) / 4);
  }

  private void prepare(NativeMessage message, int controlSize) {
    long base = address();
    MEMORY.putAddress(base, base + IOV);
    putSize(WORD, 0);
    MEMORY.putInt(base + WORD, 1);
    MEMORY.putAddress(base + 2L * WORD, base + CONTROL);
    putSize(3 * WORD, controlSize);
    MEMORY.putAddress(base + IOV, message.cell());
    putSize(IOV + WORD, Library.NN_MSG);
  }

  private static int aligned(int size) {
    return (size + WORD - 1) / WORD * WORD;
  }

  private void putSize(int offset, long value) {
    if (WORD == 8) {
      MEMORY.putLong(address + offset, value);
    } else {
      MEMORY.putInt(address + offset, (int) value);
    }
  }

  private long getSize(int offset) {
    return WORD == 8 ? MEMORY.getLong(address + offset) : MEMORY.getInt(address + offset);
  }

  /** Frees the native memory. Idempotent. */
  @Override
  public void close() {
    if (address != 0) {
      MEMORY.freeMemory(address);
      address = 0;
    }
  }
}
