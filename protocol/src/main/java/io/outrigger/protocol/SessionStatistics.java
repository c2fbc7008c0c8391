package io.outrigger.protocol;

/**
 * What a session has counted since it was made, in messages. At rest {@code accepted} equals {@code
 * delivered + inDoubt + undelivered + pending}.
 *
 * @param accepted taken from this side for the other
 * @param delivered of these, handled by the other side as far as it acknowledged; all that were
 *     sent when the other side never acknowledges
 * @param inDoubt of these, sent to a module that went away before it acknowledged: handled or not
 * @param undelivered of these, given up without having been sent; over {@code pair}, also those
 *     that can have been in the buffers of a connection that broke
 * @param pending of these, still on their way
 * @param received taken from the other side
 * @param duplicates from the other side, dropped because they had been delivered already
 * @param refused packets from the other side that were malformed or out of place
 */
public record SessionStatistics(
    long accepted,
    long delivered,
    long inDoubt,
    long undelivered,
    long pending,
    long received,
    long duplicates,
    long refused) {

  @Override
  public String toString() {
    return String.format(
        "%d accepted, %d delivered, %d in doubt, %d undelivered, %d pending; %d received, %d"
            + " duplicates, %d refused",
        accepted, delivered, inDoubt, undelivered, pending, received, duplicates, refused);
  }
}
