package io.outrigger.protocol.reqrep;

import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;

/** The senders that a listener knows, the last one to send first. Of the thread that receives. */
final class Streams {
  private static final int MAX_STREAMS = 16;

  private final List<Stream> streams = new LinkedList<>();
  private Stream last;

  /**
   * The stream that a packet belongs to. Over a connection that isn't known yet, the id decides
   * whether its sender is.
   *
   * @param words the SP header; those before the last are the way back, the last is the id
   */
  Stream of(int[] words, int length) {
    int wayLength = length - 1;
    if (last != null && last.cameBy(words, wayLength)) {
      return last;
    }
    last = find(words, wayLength, words[wayLength]);
    streams.remove(last);
    streams.add(0, last);
    if (streams.size() > MAX_STREAMS) {
      streams.remove(MAX_STREAMS);
    }
    return last;
  }

  private Stream find(int[] words, int wayLength, int id) {
    for (Stream stream : streams) {
      if (stream.cameBy(words, wayLength)) {
        return stream;
      }
    }
    int[] way = Arrays.copyOf(words, wayLength);
    for (Stream stream : streams) {
      if (stream.isContinuedBy(id)) {
        stream.moveTo(way);
        return stream;
      }
    }
    return new Stream(way, id);
  }
}
