package io.outrigger.protocol;

import io.outrigger.base.QueueBound;
import java.util.List;

/**
 * A gateway's side of the conversation with one host, as it is configured.
 *
 * @param listening the URLs at which the gateway listens
 * @param remote the URLs at which the host listens
 */
public record GatewayEndpoint(List<String> listening, List<String> remote, Sessions sessions) {

  /** Makes sessions, which aren't open yet. */
  @FunctionalInterface
  public interface Sessions {
    /**
     * @param module its name, for threads and log lines
     * @param waiting bounds what waits to be sent
     * @return the session, which belongs to the caller
     */
    GatewaySession make(String module, QueueBound waiting, GatewaySession.Listener listener);
  }
}
