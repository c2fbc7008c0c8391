package io.outrigger.protocol.reqrep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which packets a listener takes, and whom it answers when: the listener's half of {@code
 * docs/reqrep.md}, as a state machine. It knows no sockets, threads or clocks; times are
 * nanoseconds of any clock that doesn't go back.
 *
 * <p>Used by one thread at a time: its owner has a lock, and holds it while the output is called.
 * Only {@link Stream#handled} goes without: what was handled is seen by the next {@link #tick}.
 */
final class Streams {

  /** Sends what the streams decide. Must not call the streams. */
  interface Output {
    /** Tells a sender that everything up to this id was handled: an empty SP reply. */
    void answer(int[] route, int id);

    /** As {@link #answer}, and who answers: HELLO. */
    void greet(int[] route, int id);

    /** Tells a sender that nobody is there to take its packet: CREATE_REPLY 0. */
    void refuse(int[] route, int id);
  }

  /** What became of a packet. */
  enum Verdict {
    /** To be handled: {@link #last} is its stream. */
    TAKEN,
    /** Dropped, as it was taken before. */
    DUPLICATE,
    /** There is nobody to handle it. */
    REFUSED,
    /** Dropped without an answer: others, which haven't come, belong before it. */
    EARLY
  }

  private static final int MAX_STREAMS = 16;

  /** Of a stream that no packet has come of. */
  private static final int[] NO_ROUTE = {};

  private final Output output;

  /** The last one to send comes first. */
  private final List<Stream> streams = new ArrayList<>(MAX_STREAMS);

  /** There is somebody to handle packets. */
  private boolean taking;

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
   * @param words the words of its SP header: the route of the answer, then the request id
   * @param length how many there are
   */
  Verdict packet(int[] words, int length) {
    int routeLength = length - 1;
    int id = words[routeLength];
    long identity = Route.identity(words, length);
    boolean oldest = identity == Route.PLAIN || Route.base(words, length) == id;
    boolean known = bringToFront(stream -> stream.has(identity, words, routeLength));
    boolean repeat = known && last().isDuplicate(id);
    if (!taking && !repeat) {
      output.refuse(Arrays.copyOf(words, routeLength), id);
      return Verdict.REFUSED;
    }
    if (!repeat && !oldest && !(known && last().isNext(id))) {
      return Verdict.EARLY;
    }
    if (!known) {
      begin(identity, Arrays.copyOf(words, routeLength), id);
    }
    return judged(words, routeLength, known);
  }

  /**
   * CREATE_REQUEST came. The stream of its sender goes on with its base: packets before that, which
   * may still come over an earlier connection, were given up.
   *
   * @param words the words of its SP header
   * @param length how many there are
   */
  void create(int[] words, int length) {
    long identity = Route.identityOfCreate(words, length);
    int base = Route.base(words, length);
    if (identity == Route.PLAIN) {
      return;
    }
    if (bringToFront(stream -> stream.has(identity, words, length - 1))) {
      last().skipTo(base);
    } else {
      add(new Stream(identity, NO_ROUTE, base));
    }
  }

  /** A packet of the last stream is taken, or is a repeat. */
  private Verdict judged(int[] words, int routeLength, boolean known) {
    Stream stream = last();
    int id = words[routeLength];
    boolean moved = stream.cameBy(words, routeLength);
    boolean repeat = stream.isDuplicate(id);
    if (!repeat) {
      stream.taken(id);
    }
    if (repeat || moved || !known) {
      greet(stream);
    }
    return repeat ? Verdict.DUPLICATE : Verdict.TAKEN;
  }

  /** The stream of the packet that came last, if that was taken. */
  Stream last() {
    return streams.get(0);
  }

  /** Makes the first stream that is wanted the last one to send; false if there is none. */
  private boolean bringToFront(Predicate<Stream> wanted) {
    for (int i = 0; i < streams.size(); i++) {
      if (wanted.test(streams.get(i))) {
        if (i > 0) {
          streams.add(0, streams.remove(i));
        }
        return true;
      }
    }
    return false;
  }

  /** A first packet. Of a plain sender over another connection than before, its id tells. */
  private void begin(long identity, int[] route, int id) {
    boolean goesOn =
        identity == Route.PLAIN
            && bringToFront(stream -> stream.isPlain() && stream.isContinuedBy(id));
    if (!goesOn) {
      add(new Stream(identity, route, id));
    }
  }

  private void add(Stream stream) {
    // Plain senders come and go; what is still to be handled must be known when it comes again.
    if (streams.size() == MAX_STREAMS
        && !removeLast(old -> old.isPlain() && old.isHandled())
        && !removeLast(Stream::isHandled)) {
      streams.remove(MAX_STREAMS - 1);
    }
    streams.add(0, stream);
  }

  /** Removes the last of those that aren't needed; false if there is none. */
  private boolean removeLast(Predicate<Stream> unneeded) {
    for (int i = streams.size() - 1; i >= 0; i--) {
      if (unneeded.test(streams.get(i))) {
        streams.remove(i);
        return true;
      }
    }
    return false;
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
    for (Stream stream : streams) {
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
    output.answer(stream.route(), stream.newestHandled());
  }

  /** A plain sender takes whatever has a body for what it asked for, so it gets none. */
  private void greet(Stream stream) {
    if (stream.isPlain()) {
      answer(stream);
      return;
    }
    stream.answered();
    output.greet(stream.route(), stream.newestHandled());
  }
}
