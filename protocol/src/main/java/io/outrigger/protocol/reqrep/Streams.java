package io.outrigger.protocol.reqrep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which packets a listener takes, and whom it answers when: the listener's half of {@code
 * docs/reqrep.md}, as a state machine. It knows no sockets, threads or clocks; times are
 * nanoseconds of any clock that doesn't go back.
 *
 * <p>Used by one thread at a time: its owner has a lock, and holds it while the output is called.
 */
final class Streams {

  /** Sends what the streams decide. Must not call the streams. */
  interface Output {
    /** Tells a sender that everything up to this id was handled: an empty SP reply. */
    void answer(int[] way, int id);

    /** Tells a sender that nobody is there to take its packet: CREATE_REPLY 0. */
    void refuse(int[] way, int id);
  }

  /** What became of a packet. */
  enum Verdict {
    /** To be handled: {@link #last} is its stream. */
    TAKEN,
    /** Dropped, as it was taken before. */
    REPEAT,
    /** There is nobody to handle it. */
    REFUSED,
    /** Dropped without a word, as others that haven't come belong before it. */
    EARLY
  }

  private static final int MAX_STREAMS = 16;

  private final Output output;

  /** The last one to send comes first. */
  private final List<Stream> streams = new ArrayList<>(MAX_STREAMS + 1);

  /** There is somebody to handle packets. */
  private boolean taking;

  /** The connection over which the last early packet came. */
  private int[] earlyWay = {};

  Streams(Output output) {
    this.output = output;
  }

  /** Packets are taken from now on, or aren't. */
  void take(boolean newTaking) {
    taking = newTaking;
  }

  /**
   * A one-way packet came.
   *
   * @param words the words of its SP header: the way back to its sender, then its id
   * @param length how many there are
   */
  Verdict packet(int[] words, int length) {
    int wayLength = length - 1;
    int id = words[wayLength];
    boolean known = bringToFront(words, wayLength);
    if (!taking && !(known && last().isRepeat(id))) {
      output.refuse(Arrays.copyOf(words, wayLength), id);
      return Verdict.REFUSED;
    }
    if (!known && isEarly(words, wayLength)) {
      earlyWay = Arrays.copyOf(words, wayLength);
      return Verdict.EARLY;
    }
    if (!known) {
      welcome(Arrays.copyOf(words, wayLength), id);
    }
    Stream stream = last();
    boolean repeat = stream.isRepeat(id);
    if (!repeat) {
      stream.taken(id);
    }
    if (repeat || !known) {
      answer(stream);
    }
    return repeat ? Verdict.REPEAT : Verdict.TAKEN;
  }

  /** The stream of the packet that came last, if that was taken. */
  Stream last() {
    return streams.get(0);
  }

  /** Finds the stream that came by this connection so far. */
  private boolean bringToFront(int[] words, int wayLength) {
    for (int i = 0; i < streams.size(); i++) {
      Stream stream = streams.get(i);
      if (stream.cameBy(words, wayLength)) {
        moveToFront(i);
        return true;
      }
    }
    return false;
  }

  private void moveToFront(int index) {
    if (index > 0) {
      streams.add(0, streams.remove(index));
    }
  }

  /**
   * Whether a packet over a connection that isn't known yet leaves out some of a known sender's.
   * nanomsg reconnects at times, and a packet may just have been handed to it; its sender learns of
   * the connection before it sends another. So a second one over the same connection isn't early.
   */
  private boolean isEarly(int[] words, int wayLength) {
    int id = words[wayLength];
    boolean leavesOut = false;
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).isContinuedBy(id)) {
        return false;
      }
      leavesOut |= streams.get(i).isLeftBehindBy(id);
    }
    return leavesOut && !Arrays.equals(earlyWay, 0, earlyWay.length, words, 0, wayLength);
  }

  /** The first packet over a connection: its id tells whether its sender is known. */
  private void welcome(int[] way, int id) {
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).isContinuedBy(id)) {
        moveToFront(i);
        last().moveTo(way);
        return;
      }
    }
    streams.add(0, new Stream(way, id));
    if (streams.size() > MAX_STREAMS) {
      streams.remove(MAX_STREAMS);
    }
  }

  /** A packet that was taken was handled; those of one stream come in their order. */
  void handled(Stream stream, int id, int bytes, long now) {
    stream.handled(id, bytes, now);
    tick(now);
  }

  /** Answers whatever was handled. */
  void answerAll() {
    for (Stream stream : streams) {
      if (stream.isUnanswered()) {
        answer(stream);
      }
    }
  }

  /**
   * Time has passed.
   *
   * @return whether something is still unanswered, so that this is to be called again in a
   *     millisecond
   */
  boolean tick(long now) {
    boolean unanswered = false;
    for (int i = 0; i < streams.size(); i++) {
      Stream stream = streams.get(i);
      if (stream.isAnswerDue(now)) {
        answer(stream);
      }
      unanswered |= stream.isUnanswered();
    }
    return unanswered;
  }

  /** Answers once more, as a sign of life. */
  void answer(Stream stream) {
    stream.answered();
    output.answer(stream.way(), stream.newestHandled());
  }
}
