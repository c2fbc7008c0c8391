package io.outrigger.protocol.reqrep;

/**
 * What the answers over one connection, and their absence, say about whoever is at its other end.
 * Times are nanoseconds of any clock that doesn't go back. Used by one thread at a time.
 */
final class Peer {

  /** What a moment without an answer says. */
  enum Sign {
    NONE,
    /** It never answers. */
    PLAIN,
    /** It has been silent for another period. */
    MISSED,
    /** And for so many in a row that it counts as lost. */
    LOST
  }

  private enum Kind {
    UNKNOWN,
    /** It hasn't answered yet, but the one that was there before did, or said that it would. */
    EXPECTED,
    ACKNOWLEDGES,
    PLAIN
  }

  private final long timeoutNanos;
  private final int missedLimit;
  private Kind kind = Kind.UNKNOWN;

  /** A one-way packet was sent to it, the first one at that time. */
  private boolean addressed;

  private long addressedAt;

  /** The last answer, or since when one is waited for. */
  private long silentSince;

  private int missed;
  private boolean lost;

  Peer(WindowLimits limits) {
    timeoutNanos = limits.acknowledgeNanos();
    missedLimit = limits.missedDeadlines();
  }

  /** The connection is gone; the next one may be to another. */
  void forget() {
    kind = Kind.UNKNOWN;
    addressed = false;
    missed = 0;
    lost = false;
  }

  /** Whether it will answer, as far as that was heard from itself or from the one before it. */
  void expect(boolean answers) {
    if (kind == Kind.UNKNOWN || kind == Kind.EXPECTED) {
      kind = answers ? Kind.EXPECTED : Kind.UNKNOWN;
    }
  }

  /** A one-way packet was sent. */
  void addressed(long now) {
    if (!addressed) {
      addressed = true;
      addressedAt = now;
    }
  }

  /** Something was sent that has an answer, while nothing else was unanswered. */
  void expected(long now) {
    silentSince = now;
  }

  /**
   * An answer came.
   *
   * @param acknowledges whether to a one-way packet, which a plain peer doesn't answer
   * @return whether it was lost until now
   */
  boolean answered(long now, boolean acknowledges) {
    boolean returned = lost;
    kind = acknowledges ? Kind.ACKNOWLEDGES : kind;
    silentSince = now;
    missed = 0;
    lost = false;
    return returned;
  }

  /** It said something that is no answer to what is waited for. */
  void acknowledged() {
    kind = Kind.ACKNOWLEDGES;
  }

  /** A moment has passed; {@code waiting}: something is unanswered. */
  Sign tick(long now, boolean waiting) {
    if (kind == Kind.UNKNOWN && addressed && now - addressedAt >= timeoutNanos) {
      kind = Kind.PLAIN;
      return Sign.PLAIN;
    }
    boolean answers = kind == Kind.ACKNOWLEDGES || kind == Kind.EXPECTED;
    if (!answers || !waiting || now - silentSince < timeoutNanos) {
      return Sign.NONE;
    }
    silentSince = now;
    missed++;
    if (missed != missedLimit) {
      return Sign.MISSED;
    }
    if (kind == Kind.EXPECTED) {
      kind = Kind.PLAIN;
      return Sign.PLAIN;
    }
    lost = true;
    return Sign.LOST;
  }

  boolean acknowledges() {
    return kind == Kind.ACKNOWLEDGES;
  }

  boolean isPlain() {
    return kind == Kind.PLAIN;
  }

  boolean isLost() {
    return lost;
  }
}
