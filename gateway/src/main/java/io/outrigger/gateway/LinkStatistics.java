package io.outrigger.gateway;

/**
 * What was published along one link, in messages. {@code published} equals {@code delivered +
 * dropped + undelivered + pending}.
 *
 * @param source the publishing module
 * @param sink the receiving module
 * @param published by the source, for this sink
 * @param delivered of these: the sink's {@code receive} returned or threw; of a module in another
 *     process, its session has taken it
 * @param dropped of these: the sink had no room, and the link is to drop then
 * @param undelivered of these: the sink was stalled, waiting would never have ended, the session
 *     gave it back, or the sink was being destroyed
 * @param pending of these: in the sink's inbox, or not yet there
 * @param stalled whether the link would wait for room, and its sink makes none: it made none for
 *     the time-out of a link that waits, and a quarter of its room isn't free since then
 */
public record LinkStatistics(
    String source,
    String sink,
    long published,
    long delivered,
    long dropped,
    long undelivered,
    long pending,
    boolean stalled) {

  @Override
  public String toString() {
    return String.format(
        "%s -> %s: %d published, %d delivered, %d dropped, %d undelivered, %d pending%s",
        source,
        sink,
        published,
        delivered,
        dropped,
        undelivered,
        pending,
        stalled ? ", stalled" : "");
  }
}
