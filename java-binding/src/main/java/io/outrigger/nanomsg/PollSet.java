package io.outrigger.nanomsg;

import java.util.List;

/** The array of poll(2): the descriptor that wakes, then those of the keys, in their order. */
final class PollSet {
  private final PollKey[] keys;
  private final PollArray array;

  PollSet(WakeUp wakeUp, List<PollKey> keys) {
    this.keys = keys.toArray(new PollKey[0]);
    array = new PollArray(1 + keys.stream().mapToInt(PollKey::count).sum());
    int at = 0;
    array.put(at++, wakeUp.descriptor());
    for (PollKey key : keys) {
      for (int i = 0; i < key.count(); i++) {
        array.put(at++, key.descriptor(i));
      }
    }
  }

  /** Waits until one is readable, or for this long. An interrupted call ends without result. */
  void poll(int millis) {
    if (array.poll(millis) < 0) {
      int errno = Library.errno();
      if (errno != Errno.EINTR) {
        throw Errno.exception(errno, "poll " + (array.count() - 1) + " sockets");
      }
      array.clear();
    }
  }

  boolean isWoken() {
    return array.isReadable(0);
  }

  /** Tells the keys what the poll found. Returns how many valid ones are ready. */
  int update() {
    int ready = 0;
    int at = 1;
    for (PollKey key : keys) {
      for (int i = 0; i < key.count(); i++) {
        key.setReady(i, array.isReadable(at++));
      }
      if (key.isValid() && key.isReady()) {
        ready++;
      }
    }
    return ready;
  }
}
