package io.outrigger.protocol;

/**
 * Whether a sink takes nothing: it does so from the end of a {@link RoomWait} until it has made
 * room and a quarter of all its room is free. It knows no clock: times are nanoseconds of any clock
 * that doesn't go back.
 *
 * <p>Changed by one thread at a time, under the sink's lock. Any thread may read it.
 */
public final class Stall {
  private volatile boolean stalled;
  private volatile long since;
  private long roomMade;

  public boolean isStalled() {
    return stalled;
  }

  /** Since when the sink has made no room, or made none when it was stalled last. */
  public long since() {
    return since;
  }

  /**
   * The sink stalls.
   *
   * @param roomMadeNow how many messages have made room in it so far
   * @param sinceWhen that number is the same
   */
  public void begin(long roomMadeNow, long sinceWhen) {
    roomMade = roomMadeNow;
    since = sinceWhen;
    stalled = true;
  }

  /**
   * Ends the stall if it is time.
   *
   * @param roomMadeNow how many messages have made room in the sink so far
   * @param quarterFree whether a quarter of the sink's room is free
   * @return whether the sink was stalled and isn't any longer
   */
  public boolean endIf(long roomMadeNow, boolean quarterFree) {
    boolean ends = stalled && quarterFree && roomMadeNow != roomMade;
    if (ends) {
      stalled = false;
    }
    return ends;
  }
}
