package io.outrigger.protocol.reqrep;

import io.outrigger.protocol.wire.Identity;

/**
 * Who is at the other end, and what the answers over one connection, and their absence, say about
 * it. Times are nanoseconds of any clock that doesn't go back. Used by one thread at a time.
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

  /**
   * Who it is: the identity in a HELLO, or of the gateway that sent CREATE_REQUEST, for a plain one
   * a number that no identity can be; 0 while that isn't known.
   */
  private long identity;

  /** It has said who it is, over this connection. */
  private boolean greeted;

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
    kind = hasIdentity() ? Kind.EXPECTED : Kind.UNKNOWN;
    greeted = false;
    addressed = false;
    missed = 0;
    lost = false;
  }

  private boolean hasIdentity() {
    return Identity.areWords(identity);
  }

  /** Whether anything is known of who it is. */
  boolean isKnown() {
    return identity != 0;
  }

  /** Whether it is another than the one that was there before. */
  boolean isAnother(long other) {
    return isKnown() && identity != other;
  }

  /** CREATE_REQUEST came from this gateway: there is nobody else any longer. */
  void becomes(long gateway) {
    boolean another = isAnother(gateway);
    identity = gateway;
    if (another) {
      forget();
    }
    expect();
  }

  private void expect() {
    if (kind == Kind.UNKNOWN || kind == Kind.EXPECTED) {
      kind = hasIdentity() ? Kind.EXPECTED : Kind.UNKNOWN;
    }
  }

  /** It says who it is. */
  void greeted(long itsIdentity) {
    identity = itsIdentity;
    greeted = true;
  }

  boolean hasGreeted() {
    return greeted;
  }

  /** Whether the one from before would have said by now who it is, and this one hasn't. */
  boolean isStrange() {
    return !greeted && hasIdentity();
  }

  /** It doesn't say who it is, and may never answer. */
  void becomePlain() {
    identity = hasIdentity() ? 0 : identity;
    expect();
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
