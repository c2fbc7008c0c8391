package io.outrigger.host;

import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.protocol.HostLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.pair.PairHostLink;
import io.outrigger.protocol.pair.PairHostSettings;
import io.outrigger.protocol.reqrep.ReqRepHostLink;
import io.outrigger.protocol.reqrep.ReqRepSettings;

/** Opens the link that a configuration names. */
@FunctionalInterface
interface LinkOpener {

  /**
   * Listens for the gateway.
   *
   * @return the link, which belongs to the caller
   * @throws LinkException if the address can't be bound
   */
  HostLink open() throws LinkException;

  /**
   * Chooses the protocol by the keys that are there, and reads its settings: {@code pair} if there
   * is a {@code control.id}, else {@code reqrep}. What is wrong with them is added to the file's
   * problems.
   */
  static LinkOpener read(ConfigurationObject configuration) {
    if (configuration.has("control.id")) {
      PairHostSettings settings = PairHostSettings.read(configuration);
      return () -> PairHostLink.open(settings);
    }
    ReqRepSettings settings = ReqRepSettings.ofHost(configuration);
    return () -> ReqRepHostLink.open(settings);
  }
}
