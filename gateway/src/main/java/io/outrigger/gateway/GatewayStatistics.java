package io.outrigger.gateway;

import io.outrigger.protocol.SessionStatistics;
import java.util.List;
import java.util.Map;

/**
 * What a gateway has counted since it was made.
 *
 * @param links between modules, in the order of the configuration
 * @param refused how many messages of each module reached no sink because they were too large for
 *     one; a module in the gateway was told by an exception, one behind a proxy wasn't
 * @param proxies what the link of each proxy to its host has counted, by the proxy's name
 */
public record GatewayStatistics(
    List<LinkStatistics> links, Map<String, Long> refused, Map<String, SessionStatistics> proxies) {

  /** The counts of the link from one module to another; null if there is none. */
  public LinkStatistics link(String source, String sink) {
    return links.stream()
        .filter(link -> link.source().equals(source) && link.sink().equals(sink))
        .findFirst()
        .orElse(null);
  }
}
