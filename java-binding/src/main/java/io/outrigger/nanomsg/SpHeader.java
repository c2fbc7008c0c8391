package io.outrigger.nanomsg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The header of a message on a raw socket: words of 32 bits, such as the connection that a request
 * came by and its id. Reusable.
 *
 * <p>What the words are depends on the protocol. A raw REP or RESPONDENT receives the connection's
 * key, then what each device on the route put there, then the id, whose top bit is set; sent back
 * unchanged, they lead the reply to the peer that asked. A raw REQ or SURVEYOR sends and receives
 * the id alone. A raw BUS receives two words that name the connection; sent back, they keep the
 * message from going where it came from. The others have none.
 *
 * <p>Used by one thread at a time.
 */
public final class SpHeader implements AutoCloseable {
  /** NN_MAXTTL's largest value, and the connection's key. */
  private static final int MAX_WORDS = 256;

  private static final int PROTO_SP = 1;
  private static final int SP_HDR = 1;

  // One piece of memory holds what nn_sendmsg and nn_recvmsg take. First an nn_msghdr: iov, iovlen,
  // control, controllen, each in the space of a pointer; then its one nn_iovec: base, length.
  private static final int WORD = Memory.WORD;
  private static final int IOV_COUNT = WORD;
  private static final int CONTROL_POINTER = 2 * WORD;
  private static final int CONTROL_LENGTH = 3 * WORD;
  private static final int IOV = 4 * WORD;
  // Then the control data: an nn_cmsghdr (length, level, type), the header's size, its bytes.
  private static final int CONTROL = 6 * WORD;
  private static final int LEVEL = CONTROL + WORD;
  private static final int TYPE = LEVEL + Integer.BYTES;
  private static final int HEADER_SIZE = CONTROL + WORD + 2 * Integer.BYTES;
  private static final int HEADER = HEADER_SIZE + WORD;
  private static final int TOTAL = HEADER + Integer.BYTES * MAX_WORDS;

  private final Usage usage = new Usage("header");
  private final Memory memory = new Memory(TOTAL);
  private final ByteBuffer bytes = memory.bytes();

  /** The same bytes, for the words, which are in network order. */
  private final ByteBuffer bigEndian = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);

  private int words;

  /** Makes an empty header. */
  public SpHeader() {
    memory.putWord(0, memory.address() + IOV);
    bytes.putInt(IOV_COUNT, 1);
    memory.putWord(CONTROL_POINTER, memory.address() + CONTROL);
    memory.putWord(IOV + WORD, Library.NN_MSG);
  }

  /** The number of words. */
  public int words() {
    return words;
  }

  /** The word at this index, from 0. */
  public int word(int index) {
    Objects.checkIndex(index, words);
    return bigEndian.getInt(HEADER + Integer.BYTES * index);
  }

  /** Copies all words out, to the beginning of the target; there must be room. */
  public void get(int[] target) {
    Objects.checkFromIndexSize(0, words, target.length);
    for (int i = 0; i < words; i++) {
      target[i] = word(i);
    }
  }

  /** Takes all words away. */
  public void clear() {
    words = 0;
  }

  /** Adds a word at the end. A header has room for 256, more than any message can bring. */
  public void append(int word) {
    if (words == MAX_WORDS) {
      throw new IllegalStateException("a header has at most " + MAX_WORDS + " words");
    }
    bigEndian.putInt(HEADER + Integer.BYTES * words, word);
    words++;
  }

  /** Before a send of the message in this cell: the address of the nn_msghdr. */
  long beginSend(long cell) {
    usage.begin();
    memory.putWord(IOV, cell);
    int length = (HEADER - CONTROL + Integer.BYTES * words + WORD - 1) / WORD * WORD;
    memory.putWord(CONTROL_LENGTH, length);
    memory.putWord(CONTROL, length);
    bytes.putInt(LEVEL, PROTO_SP);
    bytes.putInt(TYPE, SP_HDR);
    memory.putWord(HEADER_SIZE, (long) Integer.BYTES * words);
    return memory.address();
  }

  /** Before a receive into this cell: the address of the nn_msghdr. */
  long beginReceive(long cell) {
    usage.begin();
    words = 0;
    memory.putWord(IOV, cell);
    memory.putWord(CONTROL_LENGTH, TOTAL - CONTROL);
    memory.putWord(HEADER_SIZE, 0);
    return memory.address();
  }

  /** After a send, or a receive that may have brought a header. */
  void end(boolean received) {
    if (received) {
      words = (int) (memory.getWord(HEADER_SIZE) / Integer.BYTES);
    }
    memory.keep();
    usage.end();
  }

  /** Ends its use. Idempotent; there is nothing to free that the garbage collector doesn't. */
  @Override
  public void close() {
    usage.close();
  }
}
