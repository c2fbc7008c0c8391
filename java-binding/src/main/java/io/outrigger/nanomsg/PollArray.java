package io.outrigger.nanomsg;

/** The array of poll(2): descriptors, for each of which it waits until that is readable. */
final class PollArray {
  private static final int POLLIN = 1;

  // struct pollfd: int fd; short events, revents.
  private static final int SIZE = 8;
  private static final int EVENTS = 4;
  private static final int RETURNED = 6;

  private final Library.Calls library = Library.calls();
  private final int count;
  private final Memory memory;

  PollArray(int... descriptors) {
    count = descriptors.length;
    memory = new Memory(SIZE * count);
    for (int at = 0; at < count; at++) {
      memory.bytes().putInt(SIZE * at, descriptors[at]);
      memory.bytes().putShort(SIZE * at + EVENTS, (short) POLLIN);
    }
  }

  int count() {
    return count;
  }

  /** Waits until one is readable, or for this long; returns what poll(2) does. */
  int poll(int millis) {
    int result = library.poll(memory.address(), count, millis);
    memory.keep();
    return result;
  }

  boolean isReadable(int at) {
    return (memory.bytes().getShort(SIZE * at + RETURNED) & POLLIN) != 0;
  }

  /** None is readable. */
  void clear() {
    for (int at = 0; at < count; at++) {
      memory.bytes().putShort(SIZE * at + RETURNED, (short) 0);
    }
  }
}
