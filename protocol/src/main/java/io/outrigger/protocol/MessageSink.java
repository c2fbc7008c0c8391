package io.outrigger.protocol;

import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;

/**
 * Where the messages for one module go: the inbox of a module in this process, or the session with
 * the host that it runs in. Any thread may call it; the messages of one thread keep their order.
 */
public interface MessageSink {

  /** What became of a message. */
  enum Outcome {
    /** It is on its way to the module. */
    TAKEN,
    /** There was no room for it. */
    FULL,
    /**
     * The sink makes no room: it is stalled. Said only to those who would wait for room.
     *
     * @see #isStalled
     */
    STALLED,
    /** The sink takes nothing any longer. */
    CLOSED
  }

  /**
   * Where messages come from: it counts what becomes of those that were taken. Called by any
   * thread, perhaps under a lock of the sink, which it must not call.
   */
  interface Origin {
    /** Counts nothing. */
    Origin NONE = new Origin() {};

    /** One is handled by its module, or taken over by a session. */
    default void delivered() {}

    /** One that counts as delivered is given back by its session: the next call says why. */
    default void givenBack() {}

    /** One that was taken made room for a newer one. */
    default void dropped() {}

    /** One that was taken can't be delivered any longer. */
    default void undelivered() {}
  }

  /**
   * Refuses a message that is larger than what this sink takes.
   *
   * @param size of its serialized form, in bytes
   * @throws MessageTooLargeException with both sizes and the key that sets the limit
   */
  default void checkSize(long size) throws MessageTooLargeException {}

  /**
   * Takes a message, if there is room for it; waits for nothing.
   *
   * @param size of its serialized form, in bytes
   */
  Outcome offer(Message message, long size, Origin origin);

  /**
   * As {@link #offer}, for a message that would wait for room: STALLED if the sink is stalled. FULL
   * also if the message would have to wait here to be sent.
   */
  default Outcome offerAtOnce(Message message, long size, Origin origin) {
    return offer(message, size, origin);
  }

  /**
   * As {@link #offer}, and for that drops the oldest messages of the same origin that wait here, as
   * many as it takes. FULL if it has none to drop.
   */
  Outcome offerDroppingOldest(Message message, long size, Origin origin);

  /**
   * Takes a message; waits for room. The sink stalls if it makes none for the whole time-out,
   * unless that is 0; then all who wait for room here stop waiting.
   *
   * @param timeoutNanos how long to wait at most while the sink makes no room
   * @return TAKEN, CLOSED or STALLED
   * @throws UndeliveredException if there is no room and the time-out is 0, or no room can be
   *     expected
   */
  Outcome offer(Message message, long size, Origin origin, long timeoutNanos)
      throws UndeliveredException, InterruptedException;

  /**
   * Whether the sink has made no room for the whole time-out of somebody who waited for some, and
   * since then not a quarter of its room has become free.
   */
  default boolean isStalled() {
    return false;
  }

  /** Since when the sink is stalled, or was last, and what to do. */
  default String whyStalled() {
    return "it is not stalled";
  }

  /**
   * Takes a message that is no larger than what this sink takes; waits for room without a limit of
   * its own.
   *
   * @param size of its serialized form, in bytes
   * @throws MessageTooLargeException as {@link #checkSize}
   * @throws UndeliveredException if no room can be expected, or the sink is closed
   */
  default void put(Message message, long size) throws UndeliveredException, InterruptedException {
    checkSize(size);
    Outcome outcome = offerAtOnce(message, size, Origin.NONE);
    if (outcome == Outcome.FULL) {
      outcome = offer(message, size, Origin.NONE, Long.MAX_VALUE / 2);
    }
    if (outcome == Outcome.CLOSED) {
      throw new UndeliveredException("the session is closed");
    }
    if (outcome == Outcome.STALLED) {
      throw new UndeliveredException(whyStalled());
    }
  }
}
