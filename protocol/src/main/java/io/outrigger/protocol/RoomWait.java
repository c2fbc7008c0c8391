package io.outrigger.protocol;

/**
 * One publisher's wait for room in a sink. It is over when the sink has made no room for a whole
 * time-out; a sink that makes some, however little, goes on being waited for. It knows no clock:
 * times are nanoseconds of any clock that doesn't go back.
 *
 * <p>The waiter looks at the sink several times in a time-out. The time until a look counts only as
 * far as the waiter meant to wait. So when the whole process was stopped meanwhile, the sink still
 * gets its time.
 *
 * <p>Used by one thread at a time.
 */
public final class RoomWait {
  private static final int LOOKS = 4;

  private final long timeoutNanos;
  private final long lookNanos;
  private long roomMade;
  private long lookedAt;
  private long waited;
  private boolean extended;

  /**
   * A wait begins.
   *
   * @param roomMade how many messages have made room in the sink so far; -1 if that isn't known
   */
  public RoomWait(long timeoutNanos, long roomMade, long now) {
    this.timeoutNanos = timeoutNanos;
    this.roomMade = roomMade;
    lookNanos = timeoutNanos / LOOKS + 1;
    lookedAt = now;
  }

  /**
   * The waiter looks at the sink.
   *
   * @param roomMadeNow how many messages have made room in the sink so far
   */
  public void look(long roomMadeNow, long now) {
    if (roomMadeNow == roomMade) {
      waited += Math.min(lookNanos, now - lookedAt);
    } else {
      roomMade = roomMadeNow;
      waited = 0;
      extended = false;
    }
    lookedAt = now;
  }

  /** How long to wait at most after the last look until the next one; 0 if the wait is over. */
  public long nanosToLook() {
    return Math.max(0, Math.min(lookNanos, timeoutNanos - waited));
  }

  /** Whether the sink had made no room for a whole time-out at the last look. */
  public boolean isOver() {
    return waited >= timeoutNanos;
  }

  /**
   * Gives the sink a second time-out, as not it is to blame that it made no room. Without effect
   * until it has made some.
   *
   * @return whether the wait isn't over by that
   */
  public boolean extend() {
    if (!extended) {
      extended = true;
      waited -= timeoutNanos;
    }
    return !isOver();
  }

  /** Whether the sink stalls by that: it was waited for, and the wait is over. */
  public boolean stalls() {
    return timeoutNanos > 0 && isOver();
  }

  public long timeoutNanos() {
    return timeoutNanos;
  }
}
