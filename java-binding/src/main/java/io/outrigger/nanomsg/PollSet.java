package io.outrigger.nanomsg;

import java.util.List;

/** The array of poll(2): the descriptor that wakes, then those of the keys, in their order. */
final class PollSet {
  private static final int POLLIN = 1;

  // struct pollfd: int fd; short events, revents.
  private static final int SIZE = 8;
  private static final int EVENTS = 4;
  private static final int RETURNED = 6;

  private final Library.Calls library = Library.calls();
  private final PollKey[] keys;
  private final int count;
  private final Memory memory;

  PollSet(WakeUp wakeUp, List<PollKey> keys) {
    this.keys = keys.toArray(new PollKey[0]);
    count = 1 + keys.stream().mapToInt(PollKey::count).sum();
    memory = memory(count);
    int at = 0;
    put(memory, at++, wakeUp.descriptor());
    for (PollKey key : keys) {
      for (int i = 0; i < key.count(); i++) {
        put(memory, at++, key.descriptor(i));
      }
    }
  }

  /** An array of this many descriptors. */
  static Memory memory(int count) {
    return new Memory(SIZE * count);
  }

  /** Has poll(2) wait until the descriptor is readable. */
  static void put(Memory array, int at, int descriptor) {
    array.bytes().putInt(SIZE * at, descriptor);
    array.bytes().putShort(SIZE * at + EVENTS, (short) POLLIN);
  }

  /** Waits until one is readable, or for this long. An interrupted call ends without result. */
  void poll(int millis) {
    int result = library.poll(memory.address(), count, millis);
    memory.keep();
    if (result < 0) {
      int errno = Library.errno();
      if (errno != Errno.EINTR) {
        throw Errno.exception(errno, "poll " + (count - 1) + " sockets");
      }
      for (int at = 0; at < count; at++) {
        memory.bytes().putShort(SIZE * at + RETURNED, (short) 0);
      }
    }
  }

  private boolean isReadable(int at) {
    return (memory.bytes().getShort(SIZE * at + RETURNED) & POLLIN) != 0;
  }

  boolean isWoken() {
    return isReadable(0);
  }

  /** Tells the keys what the poll found. Returns how many valid ones are ready. */
  int update() {
    int ready = 0;
    int at = 1;
    for (PollKey key : keys) {
      for (int i = 0; i < key.count(); i++) {
        key.setReady(i, isReadable(at++));
      }
      if (key.isValid() && key.isReady()) {
        ready++;
      }
    }
    return ready;
  }
}
