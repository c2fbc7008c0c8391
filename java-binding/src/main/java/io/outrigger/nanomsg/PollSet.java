package io.outrigger.nanomsg;

import java.util.List;
import java.util.stream.IntStream;

/** The array of poll(2): the descriptor that wakes, then those of the keys, in their order. */
final class PollSet {
  private final PollKey[] keys;
  private final PollArray array;

  PollSet(WakeUp wakeUp, List<PollKey> keys) {
    this.keys = keys.toArray(new PollKey[0]);
    IntStream theirs = keys.stream().flatMapToInt(PollKey::descriptors);
    array = new PollArray(IntStream.concat(IntStream.of(wakeUp.descriptor()), theirs).toArray());
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
      at = key.update(array, at);
      if (key.isValid() && key.isReady()) {
        ready++;
      }
    }
    return ready;
  }
}
