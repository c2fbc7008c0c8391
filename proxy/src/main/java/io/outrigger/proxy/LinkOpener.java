package io.outrigger.proxy;

import io.outrigger.protocol.GatewayLink;
import io.outrigger.protocol.LinkException;

/** Opens the link of a proxy, over the protocol that its configuration names. */
@FunctionalInterface
interface LinkOpener {

  /**
   * @param module for threads and log lines
   * @return the link, which belongs to the caller
   * @throws LinkException if an address can't be opened
   */
  GatewayLink open(String module, GatewayLink.Listener listener) throws LinkException;
}
