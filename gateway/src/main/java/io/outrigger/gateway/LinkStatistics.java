package io.outrigger.gateway;

/**
 * What came by one link, in messages. {@code published} equals {@code delivered + dropped +
 * undelivered + pending}.
 *
 * @param source the publishing module
 * @param sink the receiving module
 * @param published by the source, for this sink
 * @param delivered of these: the sink's {@code receive} returned or threw; if the sink is a proxy,
 *     its link has taken it
 * @param dropped of these: the sink's inbox was full and the link is to drop then
 * @param undelivered of these: the link's time was up, waiting would never have ended, the proxy's
 *     link refused it, or the sink was on its way out
 * @param pending of these: in the sink's inbox, or on the way there
 */
public record LinkStatistics(
    String source,
    String sink,
    long published,
    long delivered,
    long dropped,
    long undelivered,
    long pending) {

  @Override
  public String toString() {
    return String.format(
        "%s -> %s: %d published, %d delivered, %d dropped, %d undelivered, %d pending",
        source, sink, published, delivered, dropped, undelivered, pending);
  }
}
